"""Working-day calendars on disk: reading, checking and joining them into ``core.workdays.Calendar``.

A calendar is a TOML file of announced years. A regional file names its base and adds its own days off.
Every mistake in a file is reported at once, with its place.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mingqian.core import workdays
from mingqian.core.decision import Decision, Refused, denied
from mingqian.core.workdays import Calendar

FOLDER = Path(__file__).parent / "calendars"
_TOP = {"format", "name", "base", "region", "version", "year"}
_YEAR = {"year", "status", "source", "doubt", "breaks", "work"}
_BREAK = {"name", "from", "until"}
_LONGEST_BREAK = 14
_REMEDY = "请按 docs/how-to/load-a-calendar.md 的格式修正后重新载入"


@dataclass
class _Sheet:
    """One file while it is read; ``errors`` collects everything that is wrong."""

    origin: str
    name: str = ""
    version: str = ""
    base: str = ""
    region: str = ""
    days_off: dict[date, str] = field(default_factory=dict)
    make_up: set[date] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    doubts: dict[int, str] = field(default_factory=dict)
    errors: list[Decision] = field(default_factory=list)

    def wrong(self, place: str, what: str) -> None:
        self.errors.append(denied("calendar.invalid", f"{what}（{self.origin}，{place}）", remedy=_REMEDY))


def names() -> tuple[str, ...]:
    """The calendars that ship with the product."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load(name_or_path: str | Path = "national") -> Calendar:
    """Read a calendar by name or path, together with the base it names."""
    return _with_base(_read(_locate(name_or_path)))


def _with_base(sheet: _Sheet) -> Calendar:
    base = _read(_locate(sheet.base)) if sheet.base else None
    if base is not None and base.base:
        sheet.wrong("base", f"“{sheet.base}”自身又有 base，只允许一层")
    errors = [*sheet.errors, *(base.errors if base else ())]
    if errors:
        raise Refused(*errors)
    return _national(sheet) if base is None else _regional(base, sheet)


def _locate(name_or_path: str | Path) -> Path:
    known = FOLDER / f"{name_or_path}.toml"
    path = known if str(name_or_path) in names() else Path(name_or_path)
    if not path.is_file():
        raise Refused(
            denied(
                "calendar.missing",
                f"找不到日历“{name_or_path}”",
                remedy=f"可用的日历：{'、'.join(names())}；或给出 TOML 文件的路径",
            )
        )
    return path


def _read(path: Path) -> _Sheet:
    return _parse(path.read_bytes(), path.name)


def _parse(data: bytes, origin: str) -> _Sheet:
    sheet = _Sheet(origin)
    try:
        doc = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        sheet.wrong("全文", f"不是有效的 TOML（UTF-8）文件：{error}")
        return sheet
    _keys(sheet, "文件头", doc, _TOP)
    for key in ("name", "version"):
        if not isinstance(doc.get(key), str) or not doc[key]:
            sheet.wrong(key, f"缺少 {key}，或不是文字")
    if doc.get("format") != 1:
        sheet.wrong("format", "format 应为 1")
    sheet.name, sheet.version = str(doc.get("name", "")), str(doc.get("version", ""))
    sheet.base, sheet.region = str(doc.get("base", "")), str(doc.get("region", ""))
    for index, entry in enumerate(_tables(sheet, "year", doc.get("year", [])), 1):
        _read_year(sheet, f"第{index}节 [[year]]", entry)
    return sheet


def _read_year(sheet: _Sheet, place: str, entry: Mapping[str, Any]) -> None:
    _keys(sheet, place, entry, _YEAR)
    year = entry.get("year")
    if type(year) is not int or not 1949 <= year <= 2200:
        sheet.wrong(place, f"year 应为四位年份，实为 {year!r}")
        year = 0  # the rest is read all the same, so that every mistake is told at once
    place = f"{place} {year}年" if year else place
    if year and (year in sheet.known or year in sheet.doubts):
        sheet.wrong(place, "同一年写了两次")
    if not isinstance(entry.get("source"), str) or not entry["source"]:
        sheet.wrong(place, "缺少 source：每年的安排须注明出处")
    _read_status(sheet, place, year, entry)
    for item in _tables(sheet, f"{place} breaks", entry.get("breaks", [])):
        _read_break(sheet, place, year, item)
    work = entry.get("work", [])
    for day in work if isinstance(work, list) else [work]:
        if not _in_year(sheet, f"{place} work", day, year):
            continue
        if day.weekday() < 5:
            sheet.wrong(f"{place} work", f"{day} 是{workdays.WEEKDAYS[day.weekday()]}，调休上班日应为周末")
        if day in sheet.days_off:
            sheet.wrong(f"{place} work", f"{day} 同时写在放假区间“{sheet.days_off[day]}”内")
        sheet.make_up.add(day)


def _read_status(sheet: _Sheet, place: str, year: int, entry: Mapping[str, Any]) -> None:
    status, doubt = entry.get("status"), entry.get("doubt", "")
    if status == "announced" and not doubt:
        sheet.known.add(year)
    elif status == "provisional" and isinstance(doubt, str) and doubt:
        sheet.doubts[year] = f"{year}年：{doubt}"
    else:
        sheet.wrong(place, "status 应为 announced，或为 provisional 并在 doubt 写明存疑之处")


def _read_break(sheet: _Sheet, place: str, year: int, item: Mapping[str, Any]) -> None:
    _keys(sheet, f"{place} breaks", item, _BREAK)
    name, first, last = item.get("name"), item.get("from"), item.get("until")
    place = f"{place} “{name}”"
    if not isinstance(name, str) or not name:
        sheet.wrong(place, "放假区间缺少节日名称 name")
    good = [_in_year(sheet, place, day, year) for day in (first, last)]
    if not all(good) or not isinstance(first, date) or not isinstance(last, date):
        return
    if last < first or (last - first).days >= _LONGEST_BREAK:
        sheet.wrong(place, f"放假区间 {first} 至 {last} 起止颠倒或超过 {_LONGEST_BREAK} 天")
        return
    for day in workdays.days(first, last):
        if day in sheet.days_off:
            sheet.wrong(place, f"{day} 已属于“{sheet.days_off[day]}”")
        sheet.days_off[day] = str(name)


def _in_year(sheet: _Sheet, place: str, day: object, year: int) -> bool:
    if not isinstance(day, date) or isinstance(day, datetime):
        sheet.wrong(place, f"“{day}” 不是日期（应写作 2026-01-01，不加引号）")
        return False
    if year and day.year != year:
        sheet.wrong(place, f"{day} 不在 {year} 年内")
        return False
    return True


def _keys(sheet: _Sheet, place: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
    for key in sorted(set(table) - set(allowed)):
        sheet.wrong(place, f"不认识的项“{key}”")


def _tables(sheet: _Sheet, place: str, value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        sheet.wrong(place, "应为表的列表")
        return []
    return value


def _national(sheet: _Sheet) -> Calendar:
    return Calendar(
        name=sheet.name,
        version=sheet.version,
        days_off=sheet.days_off,
        make_up=frozenset(sheet.make_up),
        known=frozenset(sheet.known | set(sheet.doubts)),
        region=sheet.region,
        doubts=sheet.doubts,
    )


def _regional(base: _Sheet, own: _Sheet) -> Calendar:
    """The base calendar with the region's own days off, which win over a national make-up day."""
    return Calendar(
        name=own.name,
        version=f"{base.version}+{own.version}",
        days_off=base.days_off,
        make_up=frozenset(base.make_up | own.make_up),
        known=frozenset(base.known | set(base.doubts)),
        region=own.region,
        regional=own.days_off,
        regional_known=frozenset(own.known | set(own.doubts)),
        doubts={**base.doubts, **own.doubts},
    )


def with_years(
    calendar: Calendar, entries: Iterable[Mapping[str, Any]], *, regional: bool = False
) -> Calendar:
    """The calendar with years a bureau entered itself, each in the shape of a [[year]] section.

    A year that was entered replaces what the file says of it. Regional years add days off of the region.
    """
    sheet = _Sheet(calendar.name)
    rows = list(entries)
    for entry in rows:
        _read_year(sheet, "录入的年份", entry)
    if sheet.errors:
        raise Refused(*sheet.errors)
    if not rows:
        return calendar
    years = sheet.known | set(sheet.doubts)
    kept = frozenset(day for day in calendar.make_up if regional or day.year not in years)
    common: dict[str, Any] = {
        "version": "+".join((calendar.version, *(str(year) for year in sorted(years)))),
        "make_up": kept | sheet.make_up,
        "doubts": {year: why for year, why in calendar.doubts.items() if year not in years} | sheet.doubts,
    }
    if regional:
        days = _replaced(calendar.regional, sheet.days_off, years)
        known = (calendar.regional_known or frozenset()) | years
        return replace(calendar, **common, regional=days, regional_known=known)
    days = _replaced(calendar.days_off, sheet.days_off, years)
    return replace(calendar, **common, days_off=days, known=calendar.known | years)


def _replaced(held: Mapping[date, str], said: Mapping[date, str], years: set[int]) -> dict[date, str]:
    return {day: name for day, name in held.items() if day.year not in years} | dict(said)


def regions() -> dict[str, str]:
    """Name of each regional calendar by the division it is for; the national one is under the empty word."""
    sheets = {name: _read(_locate(name)) for name in names()}
    return {sheet.region: name for name, sheet in sheets.items()}
