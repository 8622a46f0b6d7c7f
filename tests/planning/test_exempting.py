"""Who may be spared after the draw, and what it does to coverage."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.facts import DRAW_DAY, RULES, history, rules

from mingqian.planning.enums import ExemptionStage
from mingqian.planning.exempting import coverage_warning, is_flagged, last_day_of_window, may_exempt
from mingqian.planning.types import Coverage

AFTER = ExemptionStage.AFTER_DRAW


@pytest.mark.parametrize(
    ("checked", "months", "last"),
    [
        (date(2025, 12, 17), 3, date(2026, 3, 17)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 10, 31), 3, date(2027, 1, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_a_window_in_months_ends_on_the_same_day_or_the_last_of_the_month(
    checked: date, months: int, last: date
) -> None:
    assert last_day_of_window(checked, months) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_a_longer_window_never_ends_earlier(checked: date, months: int) -> None:
    assert checked < last_day_of_window(checked, months) < last_day_of_window(checked, months + 1)


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
    answer = may_exempt(history(last_checked_on=date(2026, 1, 17)), DRAW_DAY, AFTER, RULES)
    assert answer.ok
    assert answer.clause == "三(五)6(2)"


def test_an_abnormal_subject_is_not_exempted_and_the_ground_is_named() -> None:
    answer = may_exempt(
        history(
            last_checked_on=date(2026, 1, 17), abnormal_ground="列入经营异常名录", abnormal_source="市监局"
        ),
        DRAW_DAY,
        AFTER,
        RULES,
    )
    assert answer.code == "exempt.abnormal"
    assert "列入经营异常名录" in answer.reason
    assert "市监局" in answer.reason


@pytest.mark.parametrize(
    ("checked", "code"), [(None, "exempt.never_checked"), (date(2025, 12, 16), "exempt.too_old")]
)
def test_a_firm_outside_the_window_is_refused(checked: date | None, code: str) -> None:
    answer = may_exempt(history(last_checked_on=checked), DRAW_DAY, AFTER, RULES)
    assert (answer.ok, answer.code) == (False, code)
    assert answer.clause


def test_a_pack_that_is_silent_exempts_nobody() -> None:
    silent = rules(exemption=None, exemption_stages=None)
    answer = may_exempt(history(last_checked_on=date(2026, 3, 1)), DRAW_DAY, AFTER, silent)
    assert answer.code == "exempt.silent"


def test_leaving_out_before_the_freeze_is_not_decided_here() -> None:
    """XM-58: exclusion before the freeze is a separate, published option."""
    answer = may_exempt(
        history(last_checked_on=date(2026, 3, 1)), DRAW_DAY, ExemptionStage.BEFORE_FREEZE, RULES
    )
    assert answer.code == "exempt.stage"


@pytest.mark.parametrize(
    ("exempted", "code"), [(1, "exempt.coverage"), (2, "exempt.coverage"), (3, "exempt.below_floor")]
)
def test_exemptions_that_push_coverage_below_the_floor_warn(exempted: int, code: str) -> None:
    coverage = Coverage(
        pool=286,
        drawn=31,
        exempted_before=exempted - 1,
        exempted_after=exempted,
        floor=29,
        floor_clause="三(五)6(1)",
    )
    answer = coverage_warning(coverage)
    assert (answer.ok, answer.code, answer.clause) == (True, code, "三(五)6(1)")
    assert str(31 - exempted) in answer.reason
