"""The working-day calendar of a unit: the files of the product with the years the bureau entered itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from mingqian.audit.selectors import until_next_entry
from mingqian.core import workdays
from mingqian.core.workdays import Calendar
from mingqian.policy import calendar
from mingqian.registry.models import CalendarYear
from mingqian.ui import remember

NATIONAL = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One square of a year's sheet: working or not, and why it is not as its weekday says."""

    day: date
    working: bool
    why: str
    kind: str  # "" plain, "off" a festival, "made_up" worked at a weekend, "weekend"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One year on one page."""

    year: int
    months: tuple[tuple[int, tuple[tuple[Day | None, ...], ...]], ...]
    working_days: int
    made_up: tuple[date, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regional:
    """A place's own days off in one year: what they are, whether its government's word is known, what is in doubt."""

    year: int
    breaks: tuple[tuple[str, date, date], ...]
    known: bool
    doubt: str


@cache
def _file(name: str) -> Calendar:
    return calendar.load(name)


@cache
def _names() -> Mapping[str, str]:
    return calendar.regions()


def region_of(division: str) -> str:
    """The region whose own days off a division has: the longest that its code begins with."""
    fitting = [code for code in _names() if code and division.startswith(code.rstrip("0"))]
    return max(fitting, key=len, default=NATIONAL)


def in_force(division: str = "") -> Calendar:
    """The calendar of a place. A year the bureau entered wins over the file's."""
    region = region_of(division)
    found = calendar.with_years(_file(_names().get(region, "national")), _entered(NATIONAL))
    return calendar.with_years(found, _entered(region), regional=True) if region else found


@remember.for_this_page
@until_next_entry
def _entered(region: str) -> list[Mapping[str, Any]]:
    newest = {row.year: row for row in CalendarYear.objects.filter(region=region).order_by("number")}
    return [entry(row) for _, row in sorted(newest.items())]


def entry(row: CalendarYear) -> Mapping[str, Any]:
    """A stored year in the shape of a [[year]] section."""
    found: dict[str, Any] = {
        "year": row.year,
        "status": row.status,
        "source": row.source,
        "breaks": [
            {"name": name, "from": date.fromisoformat(first), "until": date.fromisoformat(last)}
            for name, first, last in row.breaks
        ],
        "work": [date.fromisoformat(day) for day in row.work],
    }
    return {**found, "doubt": row.doubt} if row.doubt else found


def draft(region: str, year: int) -> dict[str, str]:
    """A year as it counts today, line by line, to be corrected instead of typed anew."""
    found = in_force(region)
    breaks = _breaks(found.regional if region else found.days_off, year)
    worked = [] if region else sorted(day for day in found.make_up if day.year == year)
    newest = CalendarYear.objects.filter(region=region, year=year).order_by("number").last()
    return {
        "breaks": "\n".join(f"{name} {first} {last}" for name, first, last in breaks),
        "work": " ".join(str(day) for day in worked),
        "source": newest.source if newest else "",
        "doubt": newest.doubt if newest else "",
    }


def _breaks(marks: Mapping[date, str], year: int) -> list[tuple[str, date, date]]:
    """The festivals of a year, each from its first day off to its last."""
    breaks: list[tuple[str, date, date]] = []
    for day in sorted(day for day in marks if day.year == year):
        if breaks and breaks[-1][0] == marks[day] and workdays.step(breaks[-1][2], 1) == day:
            breaks[-1] = (marks[day], breaks[-1][1], day)
        else:
            breaks.append((marks[day], day, day))
    return breaks


def regional(found: Calendar, until: int) -> list[Regional]:
    """What a place has of its own (放假办法 4), from the first year known to ``until``: where nothing is known, that."""
    known = found.regional_known
    if not known:
        return []
    return [
        Regional(year, tuple(_breaks(found.regional, year)), year in known, found.doubts.get(year, ""))
        for year in range(min(known), max(*known, until) + 1)
    ]


def years() -> list[CalendarYear]:
    """Every year the bureau entered, the newest entry first."""
    return list(CalendarYear.objects.order_by("-year", "region", "-number"))


def sheet(found: Calendar, year: int) -> Sheet:
    """A year as twelve months of weeks, Monday first."""
    months = tuple((month, tuple(_weeks(found, year, month))) for month in range(1, 13))
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Sheet(
        year,
        months,
        workdays.working_days_of(found, year),
        tuple(sorted(day for day in found.make_up if day.year == year)),
        tuple(why for _, why in found.provisional(first, last)),
    )


def _weeks(found: Calendar, year: int, month: int) -> Iterator[tuple[Day | None, ...]]:
    first = date(year, month, 1)
    last = workdays.step(date(year + month // 12, month % 12 + 1, 1), -1)
    days: list[Day | None] = [None] * first.weekday()
    days += [_day(found, day) for day in workdays.days(first, last)]
    days += [None] * (-len(days) % 7)
    for start in range(0, len(days), 7):
        yield tuple(days[start : start + 7])


def _day(found: Calendar, day: date) -> Day:
    if found.is_working_day(day):
        why = found.why_working(day)
        return Day(day, True, why, "made_up" if why else "")
    why = found.why_off(day)
    return Day(day, False, why, "weekend" if why in workdays.WEEKDAYS else "off")
