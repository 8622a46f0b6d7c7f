"""Working days: laws that hold for every calendar, and the treatment of years nobody has announced."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import workdays
from mingqian.core.workdays import Calendar, OutOfCalendar
from mingqian.policy import calendar as calendars

NATIONAL = calendars.load("national")
NINGXIA = calendars.load("ningxia")
days = st.dates(date(2004, 1, 1), date(2029, 12, 31))
counts = st.integers(0, 120)


def test_each_year_has_its_published_number_of_working_days() -> None:
    totals = [workdays.working_days_of(NATIONAL, year) for year in range(2016, 2027)]
    assert totals == [250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248]


@given(days, counts)
def test_adding_working_days_never_ends_on_a_day_off(start: date, count: int) -> None:
    end = workdays.add(NATIONAL, start, count)
    assert count == 0 or NATIONAL.is_working_day(end)
    assert end >= start


def test_one_working_day_forward_none_and_one_back() -> None:
    around = [workdays.add(NATIONAL, date(2026, 2, 14), count) for count in (1, 0, -1)]
    assert around == [date(2026, 2, 24), date(2026, 2, 14), date(2026, 2, 13)]


@given(days, counts, counts)
def test_adding_in_two_steps_is_adding_at_once(start: date, first: int, second: int) -> None:
    twice = workdays.add(NATIONAL, workdays.add(NATIONAL, start, first), second)
    assert twice == workdays.add(NATIONAL, start, first + second)


@given(days, counts)
def test_counting_between_undoes_adding(start: date, count: int) -> None:
    end = workdays.add(NATIONAL, start, count)
    assert workdays.between(NATIONAL, start, end) == count
    assert workdays.between(NATIONAL, end, start) == -count


@given(days, counts)
def test_going_back_undoes_going_forward_from_a_working_day(start: date, count: int) -> None:
    start = workdays.on_or_after(NATIONAL, start)
    assert workdays.add(NATIONAL, workdays.add(NATIONAL, start, count), -count) == start


@given(days, st.integers(0, 30))
def test_a_later_start_never_ends_earlier(start: date, count: int) -> None:
    later = start + timedelta(days=1)
    assert workdays.add(NATIONAL, start, count) <= workdays.add(NATIONAL, later, count)


@given(days, counts)
def test_regional_days_off_only_ever_lengthen(start: date, count: int) -> None:
    assert workdays.add(NINGXIA, start, count) >= workdays.add(NATIONAL, start, count)


@given(days)
def test_a_day_is_off_exactly_when_a_reason_can_be_named(day: date) -> None:
    for calendar in (NATIONAL, NINGXIA):
        assert bool(calendar.why_off(day)) != calendar.is_working_day(day)


@given(days)
def test_the_nearest_working_days_enclose_the_day(day: date) -> None:
    before, after = workdays.on_or_before(NATIONAL, day), workdays.on_or_after(NATIONAL, day)
    assert before <= day <= after
    assert (before == after) == NATIONAL.is_working_day(day)
    assert workdays.previous(NATIONAL, day) < day < workdays.following(NATIONAL, day)


def test_days_off_are_named() -> None:
    assert NATIONAL.why_off(date(2026, 2, 17)) == "春节"
    assert NATIONAL.why_off(date(2026, 2, 21)) == "春节"
    assert NATIONAL.why_off(date(2026, 3, 1)) == "周日"
    assert NINGXIA.why_off(date(2021, 5, 13)) == "开斋节"
    assert NATIONAL.why_working(date(2026, 2, 14)) == "调休上班"
    assert NATIONAL.why_working(date(2026, 2, 13)) == ""


def test_an_unannounced_year_has_weekdays_minus_fixed_holidays() -> None:
    off = [day for day in workdays.days(date(2031, 1, 1), date(2031, 12, 31)) if day.weekday() < 5]
    off = [day for day in off if not NATIONAL.is_working_day(day)]
    assert [(d.month, d.day) for d in off] == [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    assert NATIONAL.is_working_day(date(2003, 5, 2))  # a Friday, before the second day of May was a holiday
    assert NATIONAL.why_off(date(2031, 10, 2)) == "国庆节"


def test_an_unannounced_year_is_provisional_and_says_why() -> None:
    assert NATIONAL.provisional(date(2026, 1, 1), date(2026, 12, 31)) == ()
    assert NATIONAL.provisional(date(2026, 12, 1), date(2027, 1, 5)) == (
        (2027, "2027年全国放假安排尚未载入"),
    )
    assert NATIONAL.provisional(date(2028, 1, 1), date(2026, 12, 1))[0][0] == 2027


def test_a_region_is_provisional_in_years_it_has_not_announced() -> None:
    assert NINGXIA.provisional(date(2021, 1, 1), date(2021, 12, 31)) == ()
    assert NINGXIA.provisional(date(2026, 1, 1), date(2026, 1, 2)) == (
        (2026, "宁夏2026年地方放假安排尚未载入"),
    )
    ((year, reason),) = NINGXIA.provisional(date(2022, 1, 1), date(2022, 1, 2))
    assert (year, "转载" in reason) == (2022, True)


def test_a_regional_day_off_wins_over_a_national_make_up_day() -> None:
    day = date(2026, 2, 28)
    local = Calendar("示例", "1", {}, frozenset({day}), frozenset({2026}), "359900", {day: "示例节"})
    assert not local.is_working_day(day)
    assert local.why_off(day) == "示例节"


def test_nonsense_lengths_are_refused_instead_of_overflowing() -> None:
    with pytest.raises(OutOfCalendar, match="过长"):
        workdays.add(NATIONAL, date(2026, 1, 1), 10**9)
    with pytest.raises(OutOfCalendar, match="过长"):
        workdays.step(date(2026, 1, 1), -(10**9))
    with pytest.raises(OutOfCalendar, match="超出"):
        workdays.step(date(9999, 12, 31), 1)
    with pytest.raises(OutOfCalendar, match="超出"):
        workdays.add(NATIONAL, date(1, 1, 2), -5)


@pytest.mark.parametrize(
    ("calendar", "today", "years"),
    [
        ("national", "2026-10-31", []),
        ("national", "2026-11-01", [2027]),
        ("national", "2027-02-01", [2027]),
        ("national", "2025-12-31", []),
        ("ningxia", "2026-03-01", [2026]),
        ("ningxia", "2021-03-01", []),
        ("ningxia", "2026-11-02", [2026, 2027]),
    ],
)
def test_from_november_the_next_year_is_asked_for_until_it_is_there(
    calendar: str, today: str, years: list[int]
) -> None:
    missing = workdays.unannounced(calendars.load(calendar), date.fromisoformat(today))
    assert [year for year, _ in missing] == years
