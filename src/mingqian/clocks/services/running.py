"""Periods start and end inside another room's write: that write's journal entry tells of them too."""

from collections.abc import Sequence
from datetime import date, datetime

from mingqian.clocks.enums import OPEN, ClockState
from mingqian.clocks.models import Clock
from mingqian.clocks.selectors import calendars
from mingqian.clocks.types import Start
from mingqian.core import timelimits
from mingqian.core.timelimits import Deadline, Unit
from mingqian.core.workdays import Calendar


def start(starts: Sequence[Start], *, division: str = "", now: datetime) -> list[Clock]:
    """Periods of one event, however many things it touches: one INSERT. ``division``: whose calendar counts.

    Days: ``Start(..., period=Period(10, Unit.WORKING_DAYS, 名称, 起算事由, 依据), start=day)``.
    Hours: ``Start(..., period=Period(24, Unit.HOURS, …), start=day, at=moment)``.
    A date: ``Start(..., period=Period(0, Unit.BY_DATE, …), start=that day)``.
    """
    calendar = calendars.in_force(division)
    return Clock.objects.bulk_create([_row(one, calendar, now) for one in starts])


def _row(one: Start, calendar: Calendar, now: datetime) -> Clock:
    row = _named(one, now)
    if one.at is not None:
        row.start_at, row.due_at = one.at, timelimits.run_hours(one.period, one.at)
        row.start_on, row.due_on = timelimits.legal_day(one.at), timelimits.legal_day(row.due_at)
        row.calendar = "按小时计算"
        return row
    counted = _counted(one, calendar)
    row.due_on, row.provisional = counted.due, bool(counted.provisional)
    row.calendar = counted.calendar
    return row


def _named(one: Start, now: datetime) -> Clock:
    return Clock(
        thing=one.thing,
        kind=one.kind,
        unit_id=one.unit,
        title=one.title[:120],
        about=one.about[:300],
        url_name=one.url_name,
        url_key=one.url_key,
        right=one.right,
        count=one.period.count,
        per=one.period.unit.value,
        event=one.period.event,
        clause=one.period.clause,
        start_on=one.start,
        started_at=now,
    )


def _counted(one: Start, calendar: Calendar) -> Deadline:
    if one.period.unit is Unit.BY_DATE:
        return timelimits.by_date(calendar, one.period, one.start)
    return timelimits.run(calendar, one.period, one.start)


def meet(things: Sequence[str], *, kind: str, on: date, at: datetime | None = None) -> int:
    """The duty was done on this day, in time or not: the row keeps both days. ``at``: for periods in hours."""
    rows = Clock.objects.filter(thing__in=things, kind=kind, state__in=OPEN)
    return rows.update(state=ClockState.MET.value, ended_on=on, ended_at=at)


def cancel(things: Sequence[str], *, kind: str = "", on: date, reason: str) -> int:
    """The duty fell away; the row says why."""
    rows = Clock.objects.filter(thing__in=things, state__in=OPEN)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.update(state=ClockState.CANCELLED.value, ended_on=on, reason=reason)
