"""Finding one row for somebody, within the person's scope, or a refusal that says what is missing."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.planning.models import AnnualPlan, ImplementationPlan, PlanLine, PlannedItem

Row = TypeVar("Row", bound=Model)


def annual_plans(by: Actor) -> QuerySet[AnnualPlan]:
    """Plans of the units in scope, every version."""
    return AnnualPlan.objects.filter(accounts.in_scope(by)).select_related("unit")


def annual_plan(by: Actor, pk: int) -> AnnualPlan:
    """One version of an annual plan, locked for a write."""
    return _one(annual_plans(by).select_for_update(of=("self",)).filter(pk=pk), "年度计划", str(pk))


def implementation_plans(by: Actor) -> QuerySet[ImplementationPlan]:
    return ImplementationPlan.objects.filter(accounts.in_scope(by)).select_related("unit", "annual_plan")


def implementation_plan(by: Actor, code: str) -> ImplementationPlan:
    """One implementation plan, locked for a write."""
    return _one(implementation_plans(by).select_for_update(of=("self",)).filter(code=code), "实施方案", code)


def line(plan: AnnualPlan, item: str) -> PlanLine:
    return _one(plan.lines.filter(item__code=item), "计划事项行", item)


def planned_item(plan: ImplementationPlan, item: str) -> PlannedItem:
    return _one(plan.items.filter(item__code=item).select_related("item_version"), "实施方案事项", item)


def _one(found: QuerySet[Row], what: str, code: str) -> Row:
    row = found.first()
    if row is None:
        raise Refused(
            denied("planning.not_found", f"没有找到{what}“{code}”，或不在您的数据范围内", "", "请核对编号")
        )
    return row
