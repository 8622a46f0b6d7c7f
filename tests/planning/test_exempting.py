"""Who may be spared after the draw, and what it does to coverage."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.planning.facts import DRAW_DAY, RULES, history, rules

from mingqian.core.frequency import Recency, Stage
from mingqian.planning.exempting import coverage_warning, is_flagged, may_exempt
from mingqian.planning.types import Coverage

REASON = "上季度已实地检查同类内容"


@pytest.mark.parametrize(
    ("checked", "flagged"),
    [
        (date(2026, 1, 17), True),
        (date(2025, 12, 17), True),
        (date(2025, 12, 16), False),
        (DRAW_DAY, True),
        (DRAW_DAY + timedelta(days=1), False),
        (None, False),
    ],
)
def test_the_flag_stands_at_three_months_and_not_a_day_longer(checked: date | None, flagged: bool) -> None:
    assert is_flagged(history(last_checked_on=checked), DRAW_DAY, RULES) is flagged


def test_a_drawn_firm_checked_two_months_ago_may_be_exempted_and_the_clause_is_named() -> None:
    answer = may_exempt(history(last_checked_on=date(2026, 1, 17)), DRAW_DAY, RULES, reason=REASON)
    assert (answer.ok, answer.clause) == (True, "三(五)6(2)")


@pytest.mark.parametrize(
    ("facts", "given", "reason", "code"),
    [
        (
            {"last_checked_on": date(2026, 1, 17), "abnormal": "列入经营异常名录"},
            RULES,
            REASON,
            "exempt.abnormal",
        ),
        ({"last_checked_on": None}, RULES, REASON, "exempt.not_recent"),
        ({"last_checked_on": date(2025, 12, 16)}, RULES, REASON, "exempt.not_recent"),
        (
            {"last_checked_on": date(2026, 3, 1)},
            rules(exemption=None),
            REASON,
            "exempt.silent",
        ),
        (
            {"last_checked_on": date(2026, 3, 1)},
            rules(exemption=Recency(3, frozenset({Stage.BEFORE_FREEZE}), "某规定")),
            REASON,
            "exempt.stage",
        ),
    ],
    ids=["abnormal", "never checked", "three months and a day", "silent pack", "only before the freeze"],
)
def test_who_may_not_be_spared_is_refused(facts: dict[str, Any], given: Any, reason: str, code: str) -> None:
    answer = may_exempt(history(**facts), DRAW_DAY, given, reason=reason)
    assert (answer.ok, answer.code) == (False, code)
    assert answer.remedy


def test_the_ground_that_makes_a_subject_abnormal_is_named() -> None:
    abnormal = history(last_checked_on=date(2026, 1, 17), abnormal="列入经营异常名录")
    assert "列入经营异常名录" in may_exempt(abnormal, DRAW_DAY, RULES, reason=REASON).reason


@pytest.mark.parametrize(
    ("exempted", "code"), [(1, "exempt.coverage"), (2, "exempt.coverage"), (3, "exempt.below_floor")]
)
def test_exemptions_that_push_coverage_below_the_floor_warn(exempted: int, code: str) -> None:
    coverage = Coverage(286, 31, exempted - 1, exempted, 29, "三(五)6(1)")
    answer = coverage_warning(coverage)
    assert (answer.ok, answer.code, answer.clause) == (True, code, "三(五)6(1)")
    assert f"变为{31 - exempted}" in answer.reason
