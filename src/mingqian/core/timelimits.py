"""Statutory periods: when something falls due, and the whole way to that day as data.

The day of the event is not counted (民法典 201); months and years end on the corresponding day or the last
of the month (202); a last day that is a day off moves to the first day after the break (203); periods in
working days count only days worked. A pause (扣除) runs from the day after it began through the day it
ended. Words for people stand in ``reckoning``; which statute means working days, in ``statutes``.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from mingqian.core import workdays
from mingqian.core.workdays import Calendar, OutOfCalendar

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Periods run in Beijing time everywhere (domain rule 13); there is no summer time since 1991."""


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    BY_DATE = "by_date"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.HOURS: "小时",
    Unit.BY_DATE: "前",
}


@dataclass(frozen=True, slots=True)
class Period:
    """What a rule says: 「自检查结束之日起10个工作日内」 with its clause."""

    count: int
    unit: Unit
    name: str = ""
    event: str = ""
    clause: str = ""

    def __post_init__(self) -> None:
        if self.count < 0 or (self.count == 0 and self.unit is not Unit.BY_DATE):
            raise ValueError("a period is counted in positive numbers")


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: the days after ``since`` through ``until``; None while it lasts."""

    since: date
    until: date | None
    reason: str
    clause: str = ""

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError("a pause ends on the day it began or later")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period that runs. ``due`` is None while it is paused without end; ``aim`` is the working day
    by which people should be done (earlier than ``due`` only for dates that do not roll)."""

    period: Period
    start: date
    due: date | None
    raw: date | None
    aim: date | None
    pauses: tuple[Pause, ...]
    provisional: tuple[tuple[int, str], ...]
    calendar: str
    used: int = 0
    """Counted so far when an open pause began; otherwise 0."""


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months away, or the last of that month (民法典 202)."""
    if abs(months) > workdays.FAR:
        raise OutOfCalendar(f"期限过长：{months}个月")
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OutOfCalendar(f"超出日历范围：{day}起{months}个月")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def run(calendar: Calendar, period: Period, start: date, pauses: Iterable[Pause] = ()) -> Deadline:
    """When the period that started with the event of day ``start`` falls due."""
    if period.unit in (Unit.HOURS, Unit.BY_DATE):
        raise ValueError("hours run in run_hours, dates in by_date")
    kept = _relevant(start, pauses)
    if period.unit is Unit.WORKING_DAYS:
        raw, used = _walk(calendar, period.count, start, kept)
    else:
        raw, used = _stretch(period, start, kept)
    due = raw if raw is None else workdays.on_or_after(calendar, raw)
    last = due or max([p.since for p in kept], default=start)
    doubts = calendar.provisional(start, last)
    return Deadline(period, start, due, raw, due, kept, doubts, calendar.version, used)


def _relevant(start: date, pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Pauses in order, none overlapping: what two of them cover is not taken off twice."""
    kept: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: (p.since, p.until or date.max)):
        reached = kept[-1].until if kept else start
        if reached is None or (pause.until is not None and pause.until <= reached):
            continue
        kept.append(replace(pause, since=max(pause.since, reached)))
    return tuple(kept)


def _walk(calendar: Calendar, count: int, start: date, pauses: tuple[Pause, ...]) -> tuple[date | None, int]:
    """Working days one pause after the other: run up to it, then go on after it."""
    day, left = start, count
    for pause in pauses:
        reach = workdays.between(calendar, day, pause.since)
        if reach >= left:
            break
        left -= reach
        if pause.until is None:
            return None, count - left
        day = pause.until
    return workdays.add(calendar, day, left), 0


def _stretch(period: Period, start: date, pauses: tuple[Pause, ...]) -> tuple[date | None, int]:
    """Calendar periods grow by every paused day that begins before their end."""
    match period.unit:
        case Unit.CALENDAR_DAYS:
            end = workdays.step(start, period.count)
        case Unit.MONTHS:
            end = add_months(start, period.count)
        case _:
            end = add_months(start, 12 * period.count)
    for pause in pauses:
        if pause.since >= end:
            break
        if pause.until is None:
            paused = sum((p.until - p.since).days for p in pauses if p.until)
            return None, (pause.since - start).days - paused
        end = workdays.step(end, (pause.until - pause.since).days)
    return end, 0


def by_date(calendar: Calendar, period: Period, target: date) -> Deadline:
    """「1月25日前」: the date itself, never rolled forward; aim at the last working day before or on it."""
    aim = workdays.on_or_before(calendar, target)
    doubts = calendar.provisional(aim, target)
    return Deadline(period, target, target, target, aim, (), doubts, calendar.version)


def run_hours(period: Period, start: datetime) -> datetime:
    """Hours run in real time, nights and holidays included (24小时内移送). Times are aware."""
    if period.unit is not Unit.HOURS or start.tzinfo is None:
        raise ValueError("hours run from an aware moment")
    return start + timedelta(hours=period.count)


def earliest_event(calendar: Calendar, notice: date, period: Period) -> date:
    """「N日前通知」: N full days lie strictly between; the first working day the event may be held on."""
    return workdays.following(calendar, _full_days(calendar, notice, period))


def latest_notice(calendar: Calendar, event: date, period: Period) -> date:
    """The last day on which a notice is still in time for the event."""
    day = workdays.step(event, -1)
    while _full_days(calendar, day, period) >= event:
        day = workdays.step(day, -1)
    return day


def _full_days(calendar: Calendar, notice: date, period: Period) -> date:
    if period.unit is Unit.WORKING_DAYS:
        return workdays.add(calendar, notice, period.count)
    if period.unit is Unit.CALENDAR_DAYS:
        return workdays.step(notice, period.count)
    raise ValueError("notice periods are counted in days")


def legal_day(moment: datetime) -> date:
    """The local day on which an instant takes legal effect; instants are stored aware, in UTC."""
    if moment.tzinfo is None:
        raise ValueError("an instant is aware")
    return moment.astimezone(SHANGHAI).date()


def expires_at(deadline: Deadline, closes: time | None = None) -> datetime | None:
    """The instant of expiry: 24:00 of the last day, or close of business where there are business hours
    (民法典 203). What was posted before is not late (民诉法 85): compare the day of posting."""
    if deadline.due is None:
        return None
    if closes is not None:
        return datetime.combine(deadline.due, closes, SHANGHAI)
    return datetime.combine(workdays.step(deadline.due, 1), time(0), SHANGHAI)


def in_time(deadline: Deadline, acted: date) -> bool:
    """Was something done on this day in time? The last day counts whole; a paused clock cannot expire."""
    return deadline.due is None or acted <= deadline.due


def remaining(calendar: Calendar, deadline: Deadline, today: date) -> int | None:
    """Days left after today, in the period's own days; negative when overdue, None while paused."""
    if deadline.due is None:
        return None
    if deadline.period.unit is Unit.WORKING_DAYS:
        left = workdays.between(calendar, today, deadline.due)
        return min(left, -1) if today > deadline.due else left
    return (deadline.due - today).days


def recompute(calendar: Calendar, deadline: Deadline, today: date) -> Deadline:
    """The deadline under a new calendar; one that has already passed stays as it was (rule 11)."""
    if deadline.due is not None and deadline.due < today:
        return deadline
    if deadline.period.unit is Unit.BY_DATE:
        return by_date(calendar, deadline.period, deadline.start)
    return run(calendar, deadline.period, deadline.start, deadline.pauses)
