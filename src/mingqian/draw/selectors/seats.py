"""Whom and what a new draw may be made of: started plans, discipline witnesses."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.planning.enums import PlanState
from mingqian.planning.selectors.drawing import Implementation


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who may be asked to witness."""

    code: str
    name: str
    unit: str


def plans(by: Actor) -> QuerySet[Implementation]:
    """Implementation plans under way in this person's scope."""
    found = Implementation.objects.filter(accounts.in_scope(by, "unit__path"), state=PlanState.STARTED)
    return found.order_by("code")


def witnesses(by: Actor, *, on: date) -> list[Witness]:
    """Everybody who holds the post of a discipline witness on that day, whichever unit sends them."""
    return [
        Witness(one.code, one.name, one.unit.name) for one in accounts.holders(Role.DISCIPLINE_WITNESS, on=on)
    ]
