"""Periods: the tables of the domain page, the demo year's stories, and laws against a naive walk."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import timelimits, workdays
from mingqian.core.timelimits import Deadline, Pause, Period, Unit
from mingqian.core.workdays import Calendar, OutOfCalendar
from mingqian.policy import calendar as calendars

NATIONAL = calendars.load("national")
NINGXIA = calendars.load("ningxia")
WD, CD, MONTHS, YEARS = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.YEARS
starts = st.dates(date(2016, 1, 1), date(2027, 6, 30))
units = st.sampled_from([WD, CD])


def due(start: str, count: int, unit: Unit, *pauses: Pause, calendar: Calendar = NATIONAL) -> str:
    deadline = timelimits.run(calendar, Period(count, unit), date.fromisoformat(start), pauses)
    return str(deadline.due)


def pause(since: str, until: str | None, reason: str = "听证") -> Pause:
    return Pause(date.fromisoformat(since), (until and date.fromisoformat(until)) or None, reason)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 3, "2026-02-26"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2025-09-30", 7, "2025-10-16"),
        ("2026-04-30", 7, "2026-05-13"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-09-30", 20, "2026-11-03"),
        ("2026-03-02", 60, "2026-05-28"),
        ("2026-03-02", 90, "2026-07-10"),
        ("2026-04-17", 10, "2026-05-06"),
        ("2026-04-29", 30, "2026-06-12"),
        ("2026-04-20", 3, "2026-04-23"),
        ("2026-11-10", 30, "2026-12-22"),
        ("2026-10-30", 10, "2026-11-13"),
    ],
)
def test_periods_in_working_days_fall_due_as_the_table_says(start: str, count: int, expected: str) -> None:
    assert due(start, count, WD) == expected


@pytest.mark.parametrize(
    ("start", "count", "unit", "expected"),
    [
        ("2026-09-10", 15, CD, "2026-09-28"),
        ("2026-04-24", 15, CD, "2026-05-09"),
        ("2026-04-25", 15, CD, "2026-05-11"),
        ("2026-07-05", 90, CD, "2026-10-08"),
        ("2026-07-28", 60, CD, "2026-09-28"),
        ("2026-08-31", 6, MONTHS, "2027-03-01"),
        ("2026-04-23", 6, MONTHS, "2026-10-23"),
        ("2024-02-29", 1, YEARS, "2025-02-28"),
        ("2026-05-22", 3, YEARS, "2029-05-22"),
    ],
)
def test_calendar_periods_roll_over_days_off(start: str, count: int, unit: Unit, expected: str) -> None:
    assert due(start, count, unit) == expected


def test_the_shared_vectors_come_out(shared: Path) -> None:
    vectors = json.loads((shared / "data/vectors/domain_vectors.json").read_text())
    for row in vectors["working_days"]:
        assert due(row["start"], row["n"], WD) == row["due"], row
    for row in vectors["calendar_days_with_roll"]:
        deadline = timelimits.run(NATIONAL, Period(row["days"], CD), date.fromisoformat(row["start"]))
        assert (str(deadline.raw), str(deadline.due)) == (row["raw"], row["due"]), row
    for row in vectors["months"]:
        assert str(timelimits.add_months(date.fromisoformat(row["start"]), row["months"])) == row["raw"]
    for row in vectors["regional"]:
        assert due(row["start"], row["n"], WD, calendar=NINGXIA) == row["due"]
        assert due(row["start"], row["n"], WD) == row["national_due"]


def test_the_wage_case_of_the_demo_year_keeps_its_dates() -> None:
    assert due("2026-03-02", 5, WD) == "2026-03-09"  # accept the complaint
    assert due("2026-03-04", 60, WD) == "2026-06-01"  # investigate
    assert due("2026-03-10", 7, WD) == "2026-03-19"  # decide on preserved evidence
    assert due("2026-04-08", 15, WD) == "2026-04-29"  # decide after the investigation
    assert due("2026-04-15", 5, WD) == "2026-04-22"  # legal review
    assert due("2026-04-23", 60, CD) == "2026-06-22"  # reconsideration
    assert due("2026-04-22", 20, WD) == "2026-05-22"  # publish
    assert due("2026-05-13", 3, CD) == "2026-05-18"  # the head decides on the transfer
    assert due("2026-05-29", 15, CD) == "2026-06-15"  # pay the fine
    assert due("2026-06-10", 6, MONTHS) == "2026-12-10"  # earliest early removal


def test_a_hearing_pauses_the_clock_of_the_second_story() -> None:
    hearing = pause("2026-05-20", "2026-06-05")
    assert due("2026-05-12", 15, WD, hearing) == "2026-06-18"
    assert due("2026-05-12", 15, WD) == "2026-06-02"


@pytest.mark.parametrize(
    ("story", "start", "count", "unit", "expected"),
    [
        ("S1 objection to the list", "2026-05-12", 5, WD, "2026-05-19"),
        ("S1 publish the fine", "2026-05-28", 7, WD, "2026-06-08"),
        ("S1 suit", "2026-04-23", 6, MONTHS, "2026-10-23"),
        ("S1 on the list until", "2026-05-22", 3, YEARS, "2029-05-22"),
        ("S2 close the case", "2026-03-30", 60, WD, "2026-06-26"),
        ("S2 decide", "2026-03-30", 90, CD, "2026-06-29"),
        ("S2 ask for a hearing", "2026-05-15", 5, WD, "2026-05-22"),
        ("S2 publish", "2026-06-18", 7, WD, "2026-06-30"),
        ("S2 pay", "2026-06-22", 15, CD, "2026-07-07"),
        ("S2 earliest repair", "2026-06-18", 3, MONTHS, "2026-09-18"),
        ("S2 shown until", "2026-06-18", 1, YEARS, "2027-06-18"),
        ("S5 publish", "2026-05-11", 7, WD, "2026-05-20"),
        ("S5 reconsideration", "2026-05-12", 60, CD, "2026-07-13"),
        ("S5 decide on it", "2026-07-03", 60, CD, "2026-09-01"),
        ("S5 withdraw", "2026-09-02", 3, WD, "2026-09-07"),
        ("S7 tell a clean audit", "2026-07-10", 5, WD, "2026-07-17"),
        ("S7 audit opinion", "2026-07-10", 10, WD, "2026-07-24"),
    ],
)
def test_the_other_days_of_the_stories(story: str, start: str, count: int, unit: Unit, expected: str) -> None:
    assert due(start, count, unit) == expected, story


def test_a_pause_extends_calendar_periods_by_its_days() -> None:
    assert due("2026-03-30", 90, CD) == "2026-06-29"
    assert due("2026-03-30", 90, CD, pause("2026-05-20", "2026-06-05")) == "2026-07-14"
    assert due("2026-03-30", 3, MONTHS, pause("2026-05-20", "2026-06-05")) == "2026-07-16"


def test_a_pause_after_the_end_or_before_the_start_changes_nothing() -> None:
    assert due("2026-03-02", 3, WD, pause("2026-03-05", "2026-04-05")) == "2026-03-05"
    assert due("2026-03-02", 3, CD, pause("2026-03-05", None)) == "2026-03-05"
    assert due("2026-03-02", 3, WD, pause("2026-02-01", "2026-03-02")) == "2026-03-05"


def test_overlapping_pauses_are_not_taken_off_twice() -> None:
    both = (
        pause("2026-05-20", "2026-06-05"),
        pause("2026-05-25", "2026-06-01"),
        pause("2026-05-28", "2026-06-05"),
    )
    assert due("2026-05-12", 15, WD, *both) == "2026-06-18"
    assert due("2026-03-30", 90, CD, *both) == "2026-07-14"


@pytest.mark.parametrize("unit", [WD, CD, MONTHS])
def test_an_open_pause_leaves_the_end_open(unit: Unit) -> None:
    deadline = timelimits.run(NATIONAL, Period(15, unit), date(2026, 5, 12), [pause("2026-05-20", None)])
    assert deadline.due is None
    assert deadline.used == (6 if unit is WD else 8)
    assert timelimits.remaining(NATIONAL, deadline, date(2026, 12, 1)) is None
    assert timelimits.in_time(deadline, date(2026, 12, 1))


def test_an_open_pause_counts_only_days_run_before_it() -> None:
    closed, still = pause("2026-05-13", "2026-05-15"), pause("2026-05-20", None)
    deadline = timelimits.run(NATIONAL, Period(15, CD), date(2026, 5, 12), [still, closed])
    assert deadline.used == 6


@pytest.mark.parametrize(
    ("target", "aim"),
    [
        ("2026-01-25", "2026-01-23"),
        ("2026-01-31", "2026-01-30"),
        ("2027-01-31", "2027-01-29"),
        ("2026-06-30", "2026-06-30"),
        ("2026-01-05", "2026-01-05"),
    ],
)
def test_a_date_does_not_roll_but_is_aimed_at_from_before(target: str, aim: str) -> None:
    deadline = timelimits.by_date(NATIONAL, Period(0, Unit.BY_DATE), date.fromisoformat(target))
    assert (str(deadline.due), str(deadline.aim)) == (target, aim)
    assert bool(deadline.provisional) == target.startswith("2027")


def test_seven_full_working_days_lie_between_notice_and_hearing() -> None:
    seven = Period(7, WD)
    assert timelimits.earliest_event(NATIONAL, date(2026, 5, 26), seven) == date(2026, 6, 5)
    assert timelimits.latest_notice(NATIONAL, date(2026, 6, 5), seven) == date(2026, 5, 26)
    assert timelimits.latest_notice(NATIONAL, date(2026, 7, 10), Period(3, CD)) == date(2026, 7, 6)


@given(starts, st.integers(1, 20), units)
def test_the_latest_notice_is_in_time_and_a_day_later_is_not(event: date, count: int, unit: Unit) -> None:
    notice = timelimits.latest_notice(NATIONAL, event, Period(count, unit))
    for day, timely in ((notice, True), (notice + timedelta(days=1), False)):
        between = workdays.days(day + timedelta(days=1), event - timedelta(days=1))
        full = sum(1 for d in between if unit is CD or NATIONAL.is_working_day(d))
        assert (full >= count) == timely


def test_hours_run_through_nights_and_holidays() -> None:
    at = datetime(2026, 9, 30, 15, 30, tzinfo=UTC)
    assert timelimits.run_hours(Period(24, Unit.HOURS), at) == datetime(2026, 10, 1, 15, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        timelimits.run_hours(Period(24, Unit.HOURS), at.replace(tzinfo=None))


def test_an_instant_takes_effect_on_its_day_in_beijing() -> None:
    assert timelimits.legal_day(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert timelimits.legal_day(datetime(2026, 3, 31, 16, 0, tzinfo=UTC)) == date(2026, 4, 1)
    with pytest.raises(ValueError, match="aware"):
        timelimits.legal_day(datetime(2026, 3, 31, 16, 0))  # noqa: DTZ001


def test_the_last_day_ends_at_midnight_or_at_close_of_business() -> None:
    deadline = timelimits.run(NATIONAL, Period(3, WD), date(2026, 4, 20))
    assert timelimits.expires_at(deadline) == datetime(2026, 4, 23, 16, 0, tzinfo=UTC)
    assert timelimits.expires_at(deadline, time(17, 30)) == datetime(2026, 4, 23, 9, 30, tzinfo=UTC)
    paused = timelimits.run(NATIONAL, Period(3, WD), date(2026, 4, 20), [pause("2026-04-21", None)])
    assert timelimits.expires_at(paused) is None


def test_hours_and_dates_are_not_run_as_days() -> None:
    for unit in (Unit.HOURS, Unit.BY_DATE):
        with pytest.raises(ValueError, match="run_hours"):
            timelimits.run(NATIONAL, Period(1, unit), date(2026, 1, 1))
    with pytest.raises(ValueError, match="counted in days"):
        timelimits.earliest_event(NATIONAL, date(2026, 1, 1), Period(1, MONTHS))


def naive(period: Period, start: date, pauses: list[Pause]) -> date:
    """Day by day, the way a clerk counts on a wall calendar."""
    day, left = start, period.count
    while left:
        day += timedelta(days=1)
        if any(p.since < day <= (p.until or date.max) for p in pauses):
            continue
        left -= period.unit is CD or NATIONAL.is_working_day(day)
    while not NATIONAL.is_working_day(day):
        day += timedelta(days=1)
    return day


pauses = st.lists(
    st.builds(
        lambda start, offset, length: (offset, length),
        starts,
        st.integers(-10, 60),
        st.integers(0, 20),
    ),
    max_size=3,
)


@given(starts, st.integers(1, 60), units, pauses)
def test_every_count_equals_the_walk_on_a_wall_calendar(
    start: date, count: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    made = [
        Pause(start + timedelta(days=at), start + timedelta(days=at + length), "补正")
        for at, length in offsets
    ]
    period = Period(count, unit)
    assert timelimits.run(NATIONAL, period, start, made).due == naive(period, start, made)


@given(starts, st.integers(1, 60), st.sampled_from([WD, CD, MONTHS]))
def test_the_last_day_is_worked_and_a_longer_period_never_ends_earlier(
    start: date, count: int, unit: Unit
) -> None:
    first = timelimits.run(NATIONAL, Period(count, unit), start)
    longer = timelimits.run(NATIONAL, Period(count + 1, unit), start)
    assert first.due and longer.due
    assert NATIONAL.is_working_day(first.due)
    assert first.due <= longer.due


@given(starts, st.integers(1, 40), units, st.integers(-30, 60))
def test_remaining_is_negative_exactly_when_overdue(start: date, count: int, unit: Unit, ahead: int) -> None:
    deadline = timelimits.run(NATIONAL, Period(count, unit), start)
    assert deadline.due
    today = start + timedelta(days=ahead)
    left = timelimits.remaining(NATIONAL, deadline, today)
    assert left is not None
    assert (left < 0) == (today > deadline.due) == (not timelimits.in_time(deadline, today))


@given(st.dates(date(1900, 1, 31), date(2100, 1, 1)), st.integers(-600, 600))
def test_months_keep_the_day_or_end_on_the_last(day: date, months: int) -> None:
    end = timelimits.add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


def test_a_period_into_an_unannounced_year_is_provisional() -> None:
    deadline = timelimits.run(NATIONAL, Period(30, WD), date(2026, 12, 1))
    assert [year for year, _ in deadline.provisional] == [2027]
    assert timelimits.run(NATIONAL, Period(10, WD), date(2026, 12, 1)).provisional == ()


def announced(days_off: dict[date, str]) -> Calendar:
    return Calendar(
        "全国", "2027.1", {**NATIONAL.days_off, **days_off}, NATIONAL.make_up, NATIONAL.known | {2027}
    )


def test_a_new_calendar_moves_future_deadlines_and_leaves_past_ones_alone() -> None:
    later = announced({date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦"})
    old = timelimits.run(NATIONAL, Period(5, WD), date(2026, 12, 29))
    assert (str(old.due), bool(old.provisional)) == ("2027-01-06", True)
    moved = timelimits.recompute(later, old, date(2027, 1, 2))
    assert (str(moved.due), moved.provisional, moved.calendar) == ("2027-01-07", (), "2027.1")
    assert timelimits.recompute(later, old, date(2027, 1, 7)) is old


def test_a_date_is_recomputed_only_in_what_to_aim_at() -> None:
    later = announced({date(2027, 1, 29): "示例节"})
    old = timelimits.by_date(NATIONAL, Period(0, Unit.BY_DATE), date(2027, 1, 31))
    new: Deadline = timelimits.recompute(later, old, date(2026, 12, 1))
    assert (old.due, str(new.due), str(new.aim)) == (new.due, "2027-01-31", "2027-01-28")


def test_nonsense_is_refused() -> None:
    for count in (0, -3):
        with pytest.raises(ValueError, match="positive"):
            Period(count, WD)
    with pytest.raises(ValueError, match="ends"):
        pause("2026-02-02", "2026-02-01")
    with pytest.raises(OutOfCalendar):
        timelimits.add_months(date(2026, 1, 1), 10**9)
    with pytest.raises(OutOfCalendar):
        timelimits.add_months(date(9999, 1, 1), 24)
