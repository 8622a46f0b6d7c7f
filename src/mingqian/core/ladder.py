"""The ladder of reminders: which rung of a period has been reached, and when nobody is to be disturbed.

T−3, T−1, T, T+1, T+3 are counted in working days around the last working day on which the duty can be done, so
that a reminder never falls into a holiday and a make-up Saturday counts. Periods in hours have rungs in hours.
Only the latest rung reached speaks: a server that stood still for a week sends one reminder, not five.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mingqian.core import workdays
from mingqian.core.timelimits import SHANGHAI
from mingqian.core.workdays import Calendar

OPENS, CLOSES = time(8), time(20)
"""Outside these hours, and on days off, only periods in hours may speak."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: so many working days (or hours) from the due day, and which parties it reaches."""

    code: str
    offset: int
    to: tuple[str, ...]
    escalates: bool = False


def days(calendar: Calendar, rungs: Sequence[Rung], due: date) -> tuple[tuple[date, Rung], ...]:
    """The day of every rung, the earliest first. A date that does not roll is done on the working day before."""
    aim = workdays.on_or_before(calendar, due)
    found = [(workdays.add(calendar, aim, rung.offset), rung) for rung in rungs]
    return tuple(sorted(found, key=lambda one: (one[0], one[1].offset)))


def reached(placed: Sequence[tuple[date, Rung]], start: date, today: date) -> Rung | None:
    """The latest rung whose day has come. Whoever began the period today needs no word about it yet."""
    come = [rung for day, rung in placed if start < day <= today]
    return come[-1] if come else None


def reached_in_hours(rungs: Sequence[Rung], start: datetime, due: datetime, now: datetime) -> Rung | None:
    """The same for a period in hours."""
    placed = sorted(((due + timedelta(hours=rung.offset), rung) for rung in rungs), key=lambda one: one[0])
    come = [rung for moment, rung in placed if start < moment <= now]
    return come[-1] if come else None


def quiet(calendar: Calendar, now: datetime) -> bool:
    """20:00 to 08:00, and every day off: a reminder waits for the next working morning."""
    local = now.astimezone(SHANGHAI)
    return not (OPENS <= local.time() < CLOSES and calendar.is_working_day(local.date()))
