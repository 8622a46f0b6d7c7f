"""Reads of annual plans: the version in force, every version, what an adjustment changed."""

from dataclasses import dataclass

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core import sampling
from mingqian.planning import rule_json
from mingqian.planning.enums import PlanState, RuleSource
from mingqian.planning.models import AnnualPlan, PlanLine
from mingqian.planning.selectors import rows

# The name by which other rooms speak of a plan they got from here.
Plan = AnnualPlan


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs between two versions of a plan."""

    item: str
    column: str
    before: str
    after: str


def plan(by: Actor, unit: str, year: int) -> AnnualPlan | None:
    """The published version of a unit's plan, if there is one."""
    found = rows.annual_plans(by).filter(unit__code=unit, year=year, state=PlanState.PUBLISHED)
    return found.order_by("-version").first()


def versions(by: Actor, unit: str, year: int) -> QuerySet[AnnualPlan]:
    """Every version, the oldest first: an adjusted plan keeps both (XM-80)."""
    return rows.annual_plans(by).filter(unit__code=unit, year=year).order_by("version")


def lines(by: Actor, plan: AnnualPlan) -> QuerySet[PlanLine]:
    """The lines of a plan in scope."""
    visible = rows.annual_plans(by).filter(pk=plan.pk)
    return (
        PlanLine.objects.filter(plan__in=visible)
        .select_related("item", "item_version", "responsible_unit")
        .prefetch_related("rounds", "partners")
        .order_by("number")
    )


def not_published(by: Actor, year: int) -> QuerySet[AnnualPlan]:
    """PD-20: approved but not yet published, the list of what is overdue."""
    return rows.annual_plans(by).filter(year=year, state=PlanState.APPROVED).order_by("unit__path", "version")


def difference(by: Actor, before: AnnualPlan, after: AnnualPlan) -> list[Change]:
    """Line by line, cell by cell, what the later version says otherwise."""
    old = {line.item.code: _cells(line) for line in lines(by, before)}
    new = {line.item.code: _cells(line) for line in lines(by, after)}
    changes = []
    for code in sorted(old.keys() | new.keys()):
        for column in _COLUMNS:
            one, other = old.get(code, {}).get(column, ""), new.get(code, {}).get(column, "")
            if one != other:
                changes.append(Change(code, column, one, other))
    return changes


_COLUMNS = ("事项版本", "责任单位", "职责分工", "检查方式", "抽查月份", "抽查比例", "比例依据")


def _cells(line: PlanLine) -> dict[str, str]:
    return {
        "事项版本": str(line.item_version),
        "责任单位": line.responsible_unit.name if line.responsible_unit else "",
        "职责分工": line.duties,
        "检查方式": "、".join(line.methods),
        "抽查月份": "、".join(f"{one.month}月{one.batch}" for one in line.rounds.all()),
        "抽查比例": rule_words(line),
        "比例依据": f"{RuleSource(line.rule_source).label}：{line.rule_clause}" if line.rule_source else "",
    }


def rule_words(line: PlanLine) -> str:
    """The ratio of a line in one phrase: 100家以下15%，300家以下10%，其余5%."""
    if not line.rule:
        return "未定"
    rule = rule_json.from_json(line.rule)
    parts = [
        f"{f'{tier.upto}{rule.unit}以下' if tier.upto else '其余' if len(rule.tiers) > 1 else ''}"
        f"{sampling.rate_words(max(tier.ppm, rule.floor_ppm))}"
        for tier in rule.tiers
    ]
    if rule.minimum:
        parts.append(f"至少{rule.minimum}{rule.unit}")
    return "，".join(parts)
