"""Reads of demand: what the next plan is asked to contain, and who has not asked yet."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.planning import demanding
from mingqian.planning.enums import DemandState, PlanState
from mingqian.planning.models import Demand, PlanLine
from mingqian.planning.selectors import rows
from mingqian.planning.types import PackInForce
from mingqian.registry import selectors as registries


def all_of(by: Actor) -> QuerySet[Demand]:
    """Every demand in scope, the newest first."""
    found = Demand.objects.filter(accounts.in_scope(by)).select_related("unit", "item")
    return found.order_by("-serves_year", "-proposed_at", "code")


def one(by: Actor, code: str) -> Demand | None:
    """One demand with what became of it."""
    return all_of(by).select_related("proposed_by", "line__plan__unit").filter(code=code).first()


def lines_for(by: Actor, row: Demand) -> QuerySet[PlanLine]:
    """The lines of living plans which could serve a demand: its item, its year."""
    plans = rows.annual_plans(by).exclude(state__in=(PlanState.WITHDRAWN.value, PlanState.SUPERSEDED.value))
    found = PlanLine.objects.filter(plan__in=plans, plan__year=row.serves_year, item=row.item)
    return found.select_related("plan__unit", "item").order_by("plan__unit__path", "-plan__version")


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
