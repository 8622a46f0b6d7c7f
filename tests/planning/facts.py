"""Small plain facts from which the planning tests start; each test changes what it is about."""

from dataclasses import replace
from datetime import date
from typing import Any

from mingqian.core.frequency import Cap, Recency, Stage, Window
from mingqian.planning.enums import MergeForce, RuleSource
from mingqian.planning.types import LineFacts, PlanFacts, PlanningRules, RoundFacts, SubjectHistory
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import Rate

RULES = PlanningRules(
    pack="xiamen-2017",
    min_rounds=Said(2, "三(五)6(1)"),
    key_unbounded=Said(True, "三(五)6(1)"),
    merge_force=Said(MergeForce.MAY, "三(五)2"),
    visit_cap=Cap(
        1,
        window=Window.YEAR,
        kinds=frozenset({"on_site"}),
        counts_leads=True,
        unpenalised_only=True,
        clause="国办发〔2024〕54号",
    ),
    exemption=Recency(3, frozenset({Stage.AFTER_DRAW}), "三(五)6(2)"),
)

LINE = LineFacts(
    number=1,
    item_code="I01",
    item_name="对人力资源服务机构的监督检查",
    rounds=(RoundFacts(1, 3, "R1"), RoundFacts(2, 9, "R2")),
    item_level="city",
    item_owner_path="359900/JYC/",
    item_class="general",
    subject_tags=frozenset({"hr_service_agency"}),
    methods=("on_site",),
    allowed_methods=("on_site", "written"),
    responsible_unit="就业处",
    responsible_path="359900/JYC/",
    duties="就业处牵头，监察支队配合",
    ratio_source=RuleSource.TIERS,
    ratio_clause="三(五)6(1)",
    ratio_ppm=50_000,
)


def line(**changes: Any) -> LineFacts:
    return replace(LINE, **changes)


def plan(*lines: LineFacts, **changes: Any) -> PlanFacts:
    facts = PlanFacts(2026, "city", "359900/", lines or (LINE,))
    return replace(facts, **changes)


def rules(**changes: Any) -> PlanningRules:
    return replace(RULES, **changes)


def history(**changes: Any) -> SubjectHistory:
    return replace(SubjectHistory("示例企业"), **changes)


def percent(whole: int, clause: str) -> Said[Rate]:
    return Said(Rate(whole * 10_000), clause)


DRAW_DAY = date(2026, 3, 17)
