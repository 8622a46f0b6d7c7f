"""Reads of demand: what the next plan is asked to contain, and who has not asked yet."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.planning import demanding
from mingqian.planning.enums import DemandState
from mingqian.planning.models import Demand
from mingqian.planning.types import PackInForce
from mingqian.registry import selectors as registries


def of_year(by: Actor, year: int) -> QuerySet[Demand]:
    """Every demand that serves a year, in scope."""
    found = Demand.objects.filter(accounts.in_scope(by), serves_year=year)
    return found.select_related("unit", "item").order_by("code")


def waiting(by: Actor, year: int) -> QuerySet[Demand]:
    """Demands that neither stand in a plan nor were returned."""
    return of_year(by, year).filter(state=DemandState.SUBMITTED.value)


def late(by: Actor, year: int, on: date, pack: PackInForce) -> list[str]:
    """The chase list (FL-16): units that own items and had asked for nothing when the window closed."""
    asked_in = (
        year - 1 if pack.rules.demand_serves is None or pack.rules.demand_serves.value == "next" else year
    )
    until = demanding.deadline(asked_in, pack.rules)
    if until is None or on <= until:
        return []
    owners = {facts.unit_code for facts in registries.items.listing(by, on)}
    asked = set(of_year(by, year).values_list("unit__code", flat=True))
    return _names(by, owners - asked)


def _names(by: Actor, codes: Iterable[str]) -> list[str]:
    found = accounts.units(by).filter(code__in=list(codes)).order_by("path")
    return list(found.values_list("name", flat=True))
