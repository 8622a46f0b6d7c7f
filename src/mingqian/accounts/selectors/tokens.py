"""Reads of programs' tokens."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts import cookies
from mingqian.accounts.models import ApiToken
from mingqian.accounts.selectors.people import actor_of, people
from mingqian.accounts.types import Actor


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a program acts as, and how far."""

    actor: Actor
    scopes: frozenset[str]
    name: str


def bearer(token: str, *, now: datetime) -> Bearer | None:
    """Whoever carries this token; None for anything that opens nothing."""
    row = ApiToken.objects.select_related("person__unit").filter(digest=cookies.digest(token)).first()
    if row is None or row.ended_at is not None or row.expires_at <= now:
        return None
    return Bearer(actor_of(row.person, on=localdate(now)), frozenset(row.scopes), row.name)


def visible(by: Actor) -> QuerySet[ApiToken]:
    """Tokens of the people in this administrator's reach, running ones first."""
    return ApiToken.objects.filter(person__in=people(by)).select_related("person__unit")
