"""Working days: which days the offices work, as pure data and arithmetic over it.

工作日 = 周一至周五减去调休放假的日子，加上调休上班的周六、周日，再减去地方规定的放假日
(全国年节及纪念日放假办法; domain rule 5 and 12). A year whose arrangement is not announced counts
Monday to Friday minus the statutory days with a fixed date, and everything that rests on it is
*provisional* (rule 11). Reading the calendars from files is the business of ``policy.calendar``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
NOVEMBER = 11
"""The State Council's office announces a year between October and December of the one before."""
FAR = 40_000
"""No period reaches further than this many days; a bigger number is a slip of the pen."""


def written(day: date) -> str:
    """2026年11月21日: as pages and papers write a day."""
    return f"{day.year}年{day.month}月{day.day}日"


class OutOfCalendar(ValueError):
    """The asked-for day lies beyond what a calendar date can express or a period may last."""


@dataclass(frozen=True)
class Calendar:
    """One version of the working-day calendar of one place.

    ``days_off`` and ``regional`` map a day to its festival; ``make_up`` holds weekend days worked.
    ``known`` are the years with an arrangement; ``doubts`` says why one of them is not certain.
    ``regional_known`` is None where the place has no days of its own.
    """

    name: str
    version: str
    days_off: Mapping[date, str]
    make_up: frozenset[date]
    known: frozenset[int]
    region: str = ""
    regional: Mapping[date, str] = field(default_factory=dict)
    regional_known: frozenset[int] | None = None
    doubts: Mapping[int, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Do the offices work on this day?"""
        if day in self.regional:
            return False
        if day in self.make_up:
            return True
        return day.weekday() < 5 and day not in self.days_off and not self._fixed_holiday(day)

    def why_off(self, day: date) -> str:
        """The festival, 周六 or 周日 that makes this a day off; empty on a working day."""
        if day in self.regional:
            return self.regional[day]
        if self.is_working_day(day):
            return ""
        return self.days_off.get(day) or self._fixed_holiday(day) or WEEKDAYS[day.weekday()]

    def why_working(self, day: date) -> str:
        """调休上班 on a weekend day worked, empty otherwise."""
        return "调休上班" if day.weekday() >= 5 and self.is_working_day(day) else ""

    def provisional(self, first: date, last: date) -> tuple[tuple[int, str], ...]:
        """The years between two days whose arrangement is not certain, each with its reason."""
        found: list[tuple[int, str]] = []
        for year in range(min(first, last).year, max(first, last).year + 1):
            if year not in self.known:
                found.append((year, f"{year}年全国放假安排尚未载入"))
            elif year in self.doubts:
                found.append((year, self.doubts[year]))
            elif self.regional_known is not None and year not in self.regional_known:
                found.append((year, f"{self.name}{year}年地方放假安排尚未载入"))
        return tuple(found)

    def _fixed_holiday(self, day: date) -> str:
        """Statutory day with a fixed date, in a year whose arrangement is unknown."""
        if day.year in self.known:
            return ""
        key = (day.month, day.day)
        return _FIXED.get(key, "") if day >= _SINCE.get(key, day) else ""


_FIXED: Mapping[tuple[int, int], str] = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
_SINCE: Mapping[tuple[int, int], date] = {(5, 2): date(2025, 1, 1)}
"""The second day of 劳动节 came with the revision of 2024, in force from 2025."""


def unannounced(calendar: Calendar, today: date) -> tuple[tuple[int, str], ...]:
    """The years that should be known by now: this one, and from November on the next (rule 11)."""
    wanted = (today.year, today.year + 1) if today.month >= NOVEMBER else (today.year,)
    found = [one for year in wanted for one in calendar.provisional(date(year, 1, 1), date(year, 12, 31))]
    return tuple((year, why) for year, why in found if year not in calendar.doubts)


def step(day: date, days: int) -> date:
    """A calendar day so many days away, refusing nonsense instead of overflowing."""
    if abs(days) > FAR:
        raise OutOfCalendar(f"期限过长：{days}日")
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise OutOfCalendar(f"超出日历范围：{day}起{days}日") from None


def on_or_after(calendar: Calendar, day: date) -> date:
    """The day itself if worked, else the first working day after it (民法典 203: 节假日结束的次日)."""
    while not calendar.is_working_day(day):
        day = step(day, 1)
    return day


def on_or_before(calendar: Calendar, day: date) -> date:
    """The day itself if worked, else the last working day before it."""
    while not calendar.is_working_day(day):
        day = step(day, -1)
    return day


def following(calendar: Calendar, day: date) -> date:
    """The first working day after the given one."""
    return on_or_after(calendar, step(day, 1))


def previous(calendar: Calendar, day: date) -> date:
    """The last working day before the given one."""
    return on_or_before(calendar, step(day, -1))


def add(calendar: Calendar, start: date, days: int) -> date:
    """The ``days``-th working day after ``start``, which itself is not counted (民法典 201).

    Zero stays on ``start``; a negative number counts backwards.
    """
    if abs(days) > FAR:
        raise OutOfCalendar(f"期限过长：{days}个工作日")
    day, move = start, following if days > 0 else previous
    for _ in range(abs(days)):
        day = move(calendar, day)
    return day


def between(calendar: Calendar, start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative if ``end`` lies before."""
    if end < start:
        return -between(calendar, end, start)
    return sum(1 for day in days(step(start, 1), end) if calendar.is_working_day(day))


def days(first: date, last: date) -> Iterator[date]:
    """Every calendar day from the first to the last, both included."""
    for offset in range((last - first).days + 1):
        yield first + offset * ONE_DAY


def working_days_of(calendar: Calendar, year: int) -> int:
    """How many working days a year has."""
    return sum(map(calendar.is_working_day, days(date(year, 1, 1), date(year, 12, 31))))
