"""Exemption of a drawn subject (免检): who may be spared, and what it does to coverage. Pure.

Two things are kept apart: leaving a recently checked subject out of the roll before the freeze (the
registry's eligibility, published as X:3M) and sparing one that was drawn (here, XM-58). A spared subject is
never replaced: the floor is shown, and a shortfall is a warning that stays on the record.
"""

from datetime import date

from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.timelimits import add_months
from mingqian.planning.enums import ExemptionStage
from mingqian.planning.types import Coverage, PlanningRules, SubjectHistory


def last_day_of_window(checked_on: date, months: int) -> date:
    """The last day on which a check made ``checked_on`` still counts as "within N months" (inclusive)."""
    return add_months(checked_on, months)


def is_flagged(history: SubjectHistory, drawn_on: date, rules: PlanningRules) -> bool:
    """XM-58: flagged at exactly N months, no more at N months and a day."""
    recent, checked = rules.exemption, history.last_checked_on
    if recent is None or checked is None or checked > drawn_on:
        return False
    return drawn_on <= last_day_of_window(checked, recent.value.months)


def _stages(rules: PlanningRules) -> tuple[str, ...]:
    return rules.exemption_stages.value if rules.exemption_stages else ()


def may_exempt(
    history: SubjectHistory, drawn_on: date, stage: ExemptionStage, rules: PlanningRules
) -> Decision:
    """XM-58 “如被抽查对象在3个月内已接受过抽查且不属于异常监管对象，可予以免检”."""
    recent = rules.exemption
    if recent is None or ExemptionStage.AFTER_DRAW.value not in _stages(rules):
        return denied(
            "exempt.silent",
            f"规则包“{rules.pack}”没有规定抽中后可以免检，不能免检",
            "",
            "请照常检查；确有必要时先修订规则文件",
        )
    if stage is ExemptionStage.BEFORE_FREEZE:
        return denied(
            "exempt.stage",
            "名录冻结前的排除属于名录状态，不在这里办理",
            recent.clause,
            "请在冻结前由名录规则按 X:3M 标注，并随名录公布",
        )
    return _may_exempt_drawn(history, drawn_on, rules)


def _may_exempt_drawn(history: SubjectHistory, drawn_on: date, rules: PlanningRules) -> Decision:
    recent = rules.exemption
    assert recent is not None
    if history.abnormal_ground and recent.value.barred_if_abnormal:
        source = f"（来源：{history.abnormal_source}）" if history.abnormal_source else ""
        return denied(
            "exempt.abnormal",
            f"“{history.name}”现为异常监管对象：{history.abnormal_ground}{source}，不得免检",
            recent.clause,
            "请照常检查",
        )
    if history.last_checked_on is None:
        return denied(
            "exempt.never_checked",
            f"“{history.name}”没有接受过抽查的记录，不得免检",
            recent.clause,
            "请照常检查",
        )
    if not is_flagged(history, drawn_on, rules):
        until = last_day_of_window(history.last_checked_on, recent.value.months)
        return denied(
            "exempt.too_old",
            f"“{history.name}”上次抽查在{history.last_checked_on}，{recent.value.months}个月到{until}为止，"
            f"抽取日{drawn_on}已超过",
            recent.clause,
            "请照常检查",
        )
    return allowed(
        "exempt.may",
        f"上次抽查在{history.last_checked_on}，在{recent.value.months}个月内，可予以免检",
        recent.clause,
    )


def coverage_warning(coverage: Coverage) -> Decision:
    """Coverage before and after, and a warning when exemptions push it below the floor of XM-49."""
    share = (
        f"抽中{coverage.drawn}，实查由{coverage.checked_before}变为{coverage.checked_after}，"
        f"名录总量{coverage.pool}"
    )
    if coverage.below_floor:
        text = f"{share}；低于下限{coverage.floor}，免检后抽查比例不足，须在结果公示中说明"
        return allowed("exempt.below_floor", text, coverage.floor_clause)
    return allowed("exempt.coverage", f"{share}；不低于下限{coverage.floor}", coverage.floor_clause)
