"""Special checks: those in scope, those that run, and whether one more subject fits."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.planning.models import SpecialPlan

STRICT = "国办发〔2024〕54号：专项检查须在批准的范围和期限内实施"


def visible(by: Actor) -> QuerySet[SpecialPlan]:
    """Those of the units in scope, and every published one."""
    condition = Q(state__in=("published", "ended")) if by.scope_paths else Q(pk__in=[])
    for path in by.scope_paths:
        condition |= Q(unit__path__startswith=path)
    return SpecialPlan.objects.filter(condition).select_related("unit", "prepared_by", "approved_by")


def one(by: Actor, code: str) -> SpecialPlan | None:
    """One of them."""
    return visible(by).filter(code=code).first()


def locked(by: Actor, code: str) -> SpecialPlan:
    """The row for a write."""
    row = visible(by).select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        raise Refused(
            denied("special.not_found", f"没有找到专项方案“{code}”，或不在您的范围内", "", "请核对编号")
        )
    return row


def from_above(code: str) -> bool:
    """Was it ordered by the authority above? Then the firm's yearly cap does not stand in its way."""
    return (
        SpecialPlan.objects.filter(code=code, from_above=True)
        .exclude(state__in=("draft", "submitted"))
        .exists()
    )


def may_use(
    code: str, *, items: Collection[str], starts_on: date, ends_on: date, subjects: int, used: int
) -> Decision:
    """A batch lies within the plan's window, items and number, or is not opened."""
    row = SpecialPlan.objects.filter(code=code).first()
    if row is None or row.state != "published":
        return denied(
            "special.not_running", f"专项方案“{code}”未公布或已结束", STRICT, "请先报批、备案并公布方案"
        )
    if starts_on < row.starts_on or ends_on > row.ends_on:
        why = f"检查时间{starts_on}至{ends_on}超出专项方案的{row.starts_on}至{row.ends_on}"
        return denied("special.window", why, STRICT, "请在方案期限内安排；确需延长的另行报批")
    strange = sorted(set(items) - set(row.items))
    if strange:
        return denied(
            "special.items", f"事项{'、'.join(strange)}不在专项方案的范围内", STRICT, "请按方案的事项检查"
        )
    if used + subjects > row.most:
        why = f"方案最多检查{row.most}户，已安排{used}户，不能再加{subjects}户"
        return denied("special.most", why, STRICT, "请减少对象，或另行报批")
    return allowed("special.within", f"在专项方案“{row.title}”的范围和期限内", STRICT)
