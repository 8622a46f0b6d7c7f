"""Exemption of a drawn subject (免检): what the pack allows, and what it does to coverage. Pure.

Two things are kept apart: leaving a recently checked subject out of the roll before the freeze (the
registry's eligibility, published as X:3M) and sparing one that was drawn (here, XM-58). A spared subject is
never replaced: the floor is shown, and a shortfall is a warning that stays on the record.
"""

from dataclasses import replace
from datetime import date

from mingqian.core import frequency
from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.frequency import Stage
from mingqian.planning.types import Coverage, PlanningRules, SubjectHistory

ASKABLE = "近期查过，可以申请"


def is_flagged(history: SubjectHistory, drawn_on: date, rules: PlanningRules) -> bool:
    """XM-58: flagged at exactly N months, no more at N months and a day."""
    rule, last = rules.exemption, history.last_checked_on
    return rule is not None and last is not None and frequency.is_recent(last, drawn_on, rule.months)


def may_exempt(
    history: SubjectHistory, drawn_on: date, rules: PlanningRules, *, reason: str = ""
) -> Decision:
    """May this drawn subject be spared? Being 异常监管对象 bars it where the pack says so."""
    answer = _by_rule(history, drawn_on, rules, reason=reason)
    return answer if rules.exemption is None else replace(answer, reason=f"“{history.name}”：{answer.reason}")


def qualifies(history: SubjectHistory, drawn_on: date, rules: PlanningRules) -> Decision:
    """May it be asked for at all? The same rule, before anybody has written a reason."""
    answer = _by_rule(history, drawn_on, rules, reason=ASKABLE)
    return replace(answer, reason=ASKABLE) if answer.ok else answer


def _by_rule(history: SubjectHistory, drawn_on: date, rules: PlanningRules, *, reason: str) -> Decision:
    if rules.exemption is None:
        return denied(
            "exempt.silent",
            f"规则包“{rules.pack}”没有规定抽中后可以免检，不能免检",
            "",
            "请照常检查；确有必要时先修订规则文件",
        )
    abnormal = history.abnormal if rules.abnormal_barred else ""
    last = history.last_checked_on
    return frequency.may_exempt(
        rules.exemption, last, drawn_on, stage=Stage.AFTER_DRAW, abnormal=abnormal, reason=reason
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
