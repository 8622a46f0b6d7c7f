"""Frequencies: how often an item is drawn, a subject visited, and when a recent check may spare it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import frequency
from mingqian.core.frequency import Cap, Frequency, Recency, Stage, Visit, Window

TWICE = Frequency(at_least=2, clause="三(五)6(1)")
ONCE = Frequency(1, 1, usually=True, clause="附件 1")
AS_NEEDED = Frequency(1, as_needed=True, clause="附件 5")
AFTER = Recency(3, frozenset({Stage.AFTER_DRAW}), "三(五)6(2)")


def test_fewer_than_two_draws_a_year_fail() -> None:
    assert [frequency.planned(TWICE, draws).ok for draws in (0, 1, 2, 3)] == [False, False, True, True]
    assert frequency.planned(TWICE, 1).clause == "三(五)6(1)"
    assert "不少于2次" in frequency.planned(TWICE, 1).reason


def test_one_to_two_a_year_has_both_ends() -> None:
    both = Frequency(1, 2)
    assert [frequency.planned(both, draws).ok for draws in (0, 1, 2, 3)] == [False, True, True, False]


def test_as_needed_is_satisfied_by_a_reason_in_place_of_a_draw() -> None:
    assert frequency.planned(AS_NEEDED, 0).code == "frequency.too_few"
    assert frequency.planned(AS_NEEDED, 0, "本年已开展专项检查").code == "frequency.as_needed"
    assert not frequency.planned(TWICE, 0, "理由")


def test_a_second_draw_in_the_year_warns_and_asks_for_a_reason() -> None:
    assert frequency.another(ONCE, 0).code == "frequency.open"
    assert frequency.another(ONCE, 1).code == "frequency.reason_missing"
    assert frequency.another(ONCE, 1, "上级部署").code == "frequency.above_usual"


def test_a_strict_ceiling_takes_no_reason() -> None:
    strict = Frequency(0, 2)
    assert frequency.another(strict, 1)
    assert frequency.another(strict, 2, "理由").code == "frequency.too_many"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (TWICE, "每年不少于2次"),
        (Frequency(1, 2), "每年不少于1次，不超过2次"),
        (ONCE, "每年不少于1次，一般不超过1次"),
        (Frequency(1, months=1), "每月不少于1次"),
        (Frequency(1, months=24), "每24个月不少于1次"),
        (Frequency(as_needed=True), "每年按需"),
    ],
)
def test_a_frequency_reads_like_its_wording(rule: Frequency, words: str) -> None:
    assert rule.words == words


def visits(*days: str, lead: bool = False) -> list[Visit]:
    return [Visit(date.fromisoformat(day), lead=lead) for day in days]


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2024-03-18", False), ("2026-03-16", False), ("2026-03-17", False), ("2026-03-18", True)],
)
def test_not_more_than_once_in_two_years_looks_back_to_the_day(on: str, allowed: bool) -> None:
    cap = Cap(1, 24, clause="附件")
    decision = frequency.may_visit(cap, visits("2024-03-17"), date.fromisoformat(on))
    assert decision.ok == allowed
    assert allowed or ("2年内已查1次（2024年3月17日）" in decision.reason and decision.remedy)


def test_a_cap_of_the_calendar_year_forgets_at_new_year() -> None:
    cap = Cap(2, window=Window.YEAR)
    past = visits("2025-11-03", "2025-12-31")
    assert frequency.may_visit(cap, past, date(2025, 12, 31)).code == "cap.reached"
    assert frequency.may_visit(cap, past, date(2026, 1, 1)).code == "cap.open"


def test_a_cap_within_the_validity_of_a_licence_counts_from_its_start() -> None:
    cap = Cap(2, window=Window.SINCE)
    past = visits("2022-05-01", "2023-05-01", "2024-05-01")
    assert frequency.may_visit(cap, past, date(2026, 1, 1), since=date(2023, 6, 1)).ok
    assert not frequency.may_visit(cap, past, date(2026, 1, 1), since=date(2023, 5, 1))
    with pytest.raises(ValueError, match="start"):
        frequency.may_visit(cap, past, date(2026, 1, 1))


def test_a_lead_driven_check_is_never_blocked_and_counts_only_if_the_pack_says_so() -> None:
    cap, counting = Cap(1), Cap(1, counts_leads=True)
    past = visits("2026-01-10", lead=True)
    assert frequency.may_visit(cap, past, date(2026, 3, 1)).ok
    assert not frequency.may_visit(counting, past, date(2026, 3, 1))
    assert frequency.may_visit(counting, past, date(2026, 3, 1), lead=True).code == "cap.lead"


def test_a_penalised_firm_is_not_protected_where_the_cap_says_so() -> None:
    past = visits("2026-01-10")
    assert frequency.may_visit(Cap(1, unpenalised_only=True), past, date(2026, 3, 1), penalised=True).ok
    assert not frequency.may_visit(Cap(1), past, date(2026, 3, 1), penalised=True)


def test_only_the_kinds_named_count_and_the_future_never_does() -> None:
    cap = Cap(1, kinds=frozenset({"on_site"}))
    past = [Visit(date(2026, 1, 10), "network"), Visit(date(2026, 9, 10))]
    assert frequency.may_visit(cap, past, date(2026, 3, 1)).ok


@pytest.mark.parametrize(
    ("on", "recent"), [("2026-03-16", True), ("2026-03-17", True), ("2026-03-18", False)]
)
def test_a_check_three_months_ago_to_the_day_is_recent_and_a_day_more_is_not(on: str, recent: bool) -> None:
    day = date.fromisoformat(on)
    assert frequency.is_recent(date(2025, 12, 17), day, 3) == recent
    decision = frequency.may_exempt(AFTER, date(2025, 12, 17), day, stage=Stage.AFTER_DRAW, reason="刚查过")
    assert decision.ok == recent


def test_an_exemption_is_refused_for_the_abnormal_the_unvisited_and_without_a_reason() -> None:
    on, last = date(2026, 3, 17), date(2026, 2, 1)
    stage = Stage.AFTER_DRAW
    codes = [
        frequency.may_exempt(AFTER, last, on, stage=stage, abnormal="欠薪被举报", reason="刚查过").code,
        frequency.may_exempt(AFTER, None, on, stage=stage, reason="刚查过").code,
        frequency.may_exempt(AFTER, last, on, stage=stage).code,
        frequency.may_exempt(AFTER, last, on, stage=Stage.BEFORE_FREEZE, reason="刚查过").code,
        frequency.may_exempt(AFTER, last, on, stage=stage, reason="刚查过").code,
    ]
    assert codes == [
        "exempt.abnormal",
        "exempt.not_recent",
        "exempt.reason",
        "exempt.stage",
        "exempt.granted",
    ]


def test_the_wrong_stage_is_named() -> None:
    before = Recency(3, frozenset({Stage.BEFORE_FREEZE}))
    on, last = date(2026, 3, 17), date(2026, 2, 1)
    assert "名录冻结前" in frequency.may_exempt(AFTER, last, on, stage=Stage.BEFORE_FREEZE).reason
    assert "抽取后" in frequency.may_exempt(before, last, on, stage=Stage.AFTER_DRAW).reason


@given(st.dates(date(2016, 1, 1), date(2026, 1, 1)), st.integers(1, 36), st.integers(0, 2000))
def test_recency_ends_once_and_for_all(visited: date, months: int, ahead: int) -> None:
    today = visited + timedelta(days=ahead)
    if not frequency.is_recent(visited, today, months):
        assert not frequency.is_recent(visited, today + timedelta(days=1), months)
    assert not frequency.is_recent(visited, visited - timedelta(days=1), months)


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 1, 1)), max_size=12), st.integers(1, 5))
def test_one_more_past_visit_never_opens_a_cap(days: list[date], times: int) -> None:
    cap, on = Cap(times, 24), date(2026, 1, 1)
    past = [Visit(day) for day in days]
    if not frequency.may_visit(cap, past, on):
        assert not frequency.may_visit(cap, [*past, Visit(date(2025, 6, 1))], on)


@pytest.mark.parametrize("fields", [(-1,), (2, 1), (0, None, 0)])
def test_a_frequency_that_contradicts_itself_is_refused(fields: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="frequency"):
        Frequency(*fields)


def test_a_cap_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="cap"):
        Cap(0)
