"""Every running post in one query: for work that asks who answers for thousands of things at once."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from mingqian.accounts.enums import Role
from mingqian.accounts.models import Post


@dataclass(frozen=True, slots=True)
class Seat:
    """A role over a unit, who holds it, and the division of that person's own unit."""

    role: Role
    path: str
    person: int
    code: str
    name: str
    division: str


def running(on: date) -> list[Seat]:
    """Who sits where on that day. No actor asks: what is told to whom stands in the room that uses it."""
    held = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    rows = Post.objects.filter(held).order_by("unit__path", "role", "person__code")
    found = rows.values_list(
        "role", "unit__path", "person_id", "person__code", "person__name", "person__unit__division_code"
    )
    return [Seat(Role(role), path, key, code, name, where) for role, path, key, code, name, where in found]
