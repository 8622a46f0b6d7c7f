"""Reads of annual plans: the version in force, every version, what an adjustment changed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from mingqian.accounts.types import Actor
from mingqian.core import sampling
from mingqian.planning import rule_json, validation
from mingqian.planning.enums import PlanState, RuleSource
from mingqian.planning.models import (
    AnnualPlan,
    ForecastLine,
    PlanLine,
    PlannedItem,
    PlanOmission,
    PlanPartner,
)
from mingqian.planning.selectors import plan_facts, rows
from mingqian.planning.types import Findings, PackInForce
from mingqian.registry.enums import Method

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


def listing(by: Actor) -> QuerySet[AnnualPlan]:
    """Every version that may be read, the newest year first."""
    found = rows.annual_plans(by).select_related("prepared_by")
    return found.annotate(items=Count("lines")).order_by("-year", "unit__path", "-version", "-pk")


def one(by: Actor, unit: str, year: int, version: int) -> AnnualPlan | None:
    """One version by its name; a withdrawn draft only where nothing else bears the name."""
    found = rows.annual_plans(by).filter(unit__code=unit, year=year, version=version)
    named = found.select_related("previous", "prepared_by", "submitted_by", "approved_by")
    return named.exclude(state=PlanState.WITHDRAWN).first() or named.order_by("-pk").first()


def successor(by: Actor, plan: AnnualPlan) -> AnnualPlan | None:
    """The adjustment of this version, drafted or published."""
    return rows.annual_plans(by).filter(previous=plan).exclude(state=PlanState.WITHDRAWN).first()


def omissions(by: Actor, plan: AnnualPlan) -> QuerySet[PlanOmission]:
    """What the plan leaves out, and why."""
    visible = rows.annual_plans(by).filter(pk=plan.pk)
    return PlanOmission.objects.filter(plan__in=visible).select_related("item").order_by("item__code")


def findings(by: Actor, plan: AnnualPlan, on: date, pack: PackInForce) -> Findings:
    """What would stop this draft if it were sent now, and what is worth knowing."""
    return validation.validate(plan_facts.gather(by, plan, on, pack), pack.rules)


def counted(by: Actor, plan: AnnualPlan) -> dict[int, ForecastLine]:
    """Line's row number → its forecast as last counted; empty where nobody has counted yet."""
    visible = rows.annual_plans(by).filter(pk=plan.pk)
    return {
        one.line_id: one for one in ForecastLine.objects.filter(plan__in=visible).select_related("line__item")
    }


def progress(by: Actor, plan: AnnualPlan) -> dict[int, PlannedItem]:
    """XM-80: round's row number → the item in the implementation plan that carries it out, if there is one.

    ``open_to_reader`` on each says whether the person may open that plan's page.
    """
    visible = rows.annual_plans(by).filter(pk=plan.pk)
    reachable = rows.implementation_plans(by).filter(pk=OuterRef("plan_id"))
    found = PlannedItem.objects.filter(round__line__plan__in=visible).select_related("plan")
    found = found.annotate(open_to_reader=Exists(reachable))
    return {one.round_id: one for one in found.exclude(plan__state=PlanState.WITHDRAWN)}


def versions(by: Actor, unit: str, year: int) -> QuerySet[AnnualPlan]:
    """Every version, the oldest first: an adjusted plan keeps both (XM-80)."""
    return rows.annual_plans(by).filter(unit__code=unit, year=year).order_by("version")


def lines(by: Actor, plan: AnnualPlan) -> QuerySet[PlanLine]:
    """The lines of a plan in scope."""
    visible = rows.annual_plans(by).filter(pk=plan.pk)
    return (
        PlanLine.objects.filter(plan__in=visible)
        .select_related("item", "item_version", "responsible_unit")
        .prefetch_related("rounds", Prefetch("partners", PlanPartner.objects.select_related("unit")))
        .order_by("number")
    )


def not_published(by: Actor, year: int) -> QuerySet[AnnualPlan]:
    """PD-20: approved but not yet published, the list of what is overdue."""
    return rows.annual_plans(by).filter(year=year, state=PlanState.APPROVED).order_by("unit__path", "version")


def difference(by: Actor, before: AnnualPlan, after: AnnualPlan) -> list[Change]:
    """Line by line, cell by cell, what the later version says otherwise."""
    old, new = _every_cell(by, before), _every_cell(by, after)
    changes = []
    for code in sorted(old.keys() | new.keys()):
        for column in _COLUMNS:
            one, other = old.get(code, {}).get(column, ""), new.get(code, {}).get(column, "")
            if one != other:
                changes.append(Change(code, column, one, other))
    return changes


_COLUMNS = (
    "事项版本",
    "责任单位",
    "职责分工",
    "检查方式",
    "抽查月份",
    "抽查比例",
    "协同单位",
    "比例依据",
    "不安排原因",
)


def _every_cell(by: Actor, plan: AnnualPlan) -> dict[str, dict[str, str]]:
    said = {line.item.code: _cells(line) for line in lines(by, plan)}
    return said | {one.item.code: {"不安排原因": one.reason} for one in omissions(by, plan)}


def _cells(line: PlanLine) -> dict[str, str]:
    return {
        "事项版本": str(line.item_version),
        "责任单位": line.responsible_unit.name if line.responsible_unit else "",
        "职责分工": line.duties,
        "检查方式": "、".join(Method(one).label for one in line.methods if one in list(Method)),
        "抽查月份": "、".join(f"{one.month}月{one.batch}" for one in line.rounds.all()),
        "抽查比例": rule_words(line),
        "协同单位": "、".join(one.unit.name if one.unit else one.outside_name for one in line.partners.all()),
        "比例依据": f"{RuleSource(line.rule_source).label}：{line.rule_clause}" if line.rule_source else "",
    }


def rule_words(line: PlanLine | PlannedItem) -> str:
    """The ratio of a line in one phrase: 100家以下15%，300家以下10%，其余5%."""
    return rule_words_of(rule_json.from_json(line.rule)) if line.rule else "未定"


def rule_words_of(rule: sampling.Rule) -> str:
    """The same of a rule at hand."""
    parts = [
        f"{f'{tier.upto}{rule.unit}以下' if tier.upto else '其余' if len(rule.tiers) > 1 else ''}"
        f"{sampling.rate_words(max(tier.ppm, rule.floor_ppm))}"
        for tier in rule.tiers
    ]
    if rule.minimum:
        parts.append(f"至少{rule.minimum}{rule.unit}")
    return "，".join(parts)
