"""The ladder of reminders around holidays and make-up Saturdays, day by day, and the hours of quiet."""

from datetime import date, datetime, timedelta

import pytest

from mingqian.core import ladder
from mingqian.core.ladder import Rung
from mingqian.core.timelimits import SHANGHAI
from mingqian.policy import calendar as calendars

NATIONAL = calendars.load("national")
RUNGS = tuple(Rung(f"T{n:+}" if n else "T", n, ("handler",), n > 0) for n in (-3, -1, 0, 1, 3))
HOURS = tuple(Rung(f"{n:+}h", n, ("handler",)) for n in (-6, -1, 0))


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("due", "placed"),
    [
        # an ordinary week; 劳动节 with the make-up Saturday 9 May; 春节 with 14 Feb and 28 Feb worked
        ("04-23", ("04-20", "04-22", "04-23", "04-24", "04-28")),
        ("05-06", ("04-28", "04-30", "05-06", "05-07", "05-09")),
        ("05-09", ("05-06", "05-08", "05-09", "05-11", "05-13")),
        ("02-24", ("02-12", "02-14", "02-24", "02-25", "02-27")),
        # 国庆 with 10 Oct worked, and a date that does not roll: Sunday 25 January, done by Friday
        ("10-09", ("09-29", "10-08", "10-09", "10-10", "10-13")),
        ("01-25", ("01-20", "01-22", "01-23", "01-26", "01-28")),
    ],
)
def test_every_rung_stands_on_a_working_day(due: str, placed: tuple[str, ...]) -> None:
    assert tuple(f"{day:%m-%d}" for day, _ in ladder.days(NATIONAL, RUNGS, on(due))) == placed


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        ("04-27", None),
        ("04-28", "T-3"),
        ("04-29", "T-3"),
        ("04-30", "T-1"),
        ("05-03", "T-1"),
        ("05-06", "T"),
        ("05-07", "T+1"),
        ("05-08", "T+1"),
        ("05-09", "T+3"),
        ("12-31", "T+3"),
    ],
)
def test_only_the_latest_rung_reached_speaks(today: str, rung: str | None) -> None:
    placed = ladder.days(NATIONAL, RUNGS, on("05-06"))
    found = ladder.reached(placed, on("04-17"), on(today))
    assert (found.code if found else None) == rung


def test_the_day_a_short_period_begins_is_no_day_for_reminders() -> None:
    placed = ladder.days(NATIONAL, RUNGS, on("04-23"))
    assert ladder.reached(placed, on("04-20"), on("04-20")) is None
    assert ladder.reached(placed, on("04-20"), on("04-21")) is None
    found = ladder.reached(placed, on("04-20"), on("04-22"))
    assert found is not None
    assert found.code == "T-1"


@pytest.mark.parametrize(("before", "rung"), [(7, None), (6, "-6h"), (2, "-6h"), (1, "-1h"), (-30, "+0h")])
def test_hours_have_rungs_of_their_own(before: int, rung: str | None) -> None:
    start = datetime(2026, 10, 1, 3, 0, tzinfo=SHANGHAI)
    due = start + timedelta(hours=24)
    found = ladder.reached_in_hours(HOURS, start, due, due - timedelta(hours=before))
    assert (found.code if found else None) == rung


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-05-08T07:59", True),
        ("2026-05-08T08:00", False),
        ("2026-05-08T19:59", False),
        ("2026-05-08T20:00", True),
        ("2026-05-09T10:00", False),
        ("2026-05-10T10:00", True),
        ("2026-10-01T10:00", True),
    ],
)
def test_nobody_is_disturbed_at_night_or_on_a_day_off(moment: str, quiet: bool) -> None:
    assert ladder.quiet(NATIONAL, datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)) is quiet
