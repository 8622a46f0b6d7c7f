"""The calendars on disk: equal to every oracle day by day, and refused whole when anything is wrong."""

import csv
import json
from datetime import date
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from mingqian.core import workdays
from mingqian.core.decision import Refused
from mingqian.policy import calendar as calendars

NATIONAL = calendars.load("national")
GOOD = """
format = 1
name = "示例"
version = "1"
[[year]]
year = 2026
status = "announced"
source = "示例通知"
breaks = [{ name = "元旦", from = 2026-01-01, until = 2026-01-03 }]
work = [2026-01-04]
"""


def test_every_day_of_ten_years_agrees_with_five_independent_sources_but_for_four_slips_of_one(
    shared: Path,
) -> None:
    with (shared / "data/calendar/cn_workdays_2017_2026.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3652
    *four, fifth = (name for name in rows[0] if name not in ("date", "iso_weekday", "festival"))
    assert len(four) == 4
    ours = {row["date"]: str(int(NATIONAL.is_working_day(date.fromisoformat(row["date"])))) for row in rows}
    assert [row for row in rows if {row[name] for name in four} != {ours[row["date"]]}] == []
    # The fifth source misses New Year 2018 and 2023 and the prolonged Spring Festival of 2020.
    differing = [row["date"] for row in rows if row[fifth] != ours[row["date"]]]
    assert differing == ["2018-01-01", "2020-01-31", "2020-02-01", "2023-01-03"]


def test_the_arrangement_of_eleven_years_equals_the_shared_table(shared: Path) -> None:
    table = json.loads((shared / "data/calendar/calendar_2016_2026.json").read_text())["years"]
    for year, entry in table.items():
        assert sorted(d.isoformat() for d in NATIONAL.days_off if d.year == int(year)) == entry["days_off"]
        assert (
            sorted(d.isoformat() for d in NATIONAL.make_up if d.year == int(year)) == entry["makeup_workdays"]
        )
        assert workdays.working_days_of(NATIONAL, int(year)) == entry["workdays_total"]


def test_every_announced_year_agrees_with_two_packages_and_the_doubtful_one_says_so() -> None:
    other = holidays.country_holidays("CN", years=range(2004, 2027))
    differing = [
        day
        for day in workdays.days(date(2004, 1, 1), date(2026, 12, 31))
        if len({NATIONAL.is_working_day(day), chinese_calendar.is_workday(day), other.is_working_day(day)})
        > 1
    ]
    assert differing == [date(2005, 12, 31)]
    assert list(NATIONAL.doubts) == [2005]


def test_ningxia_has_the_days_its_government_announced() -> None:
    local = calendars.load("ningxia")
    assert sorted(local.regional) == [
        *map(date.fromisoformat, ("2019-06-05", "2019-06-06", "2019-08-12", "2019-08-13")),
        *map(date.fromisoformat, ("2020-05-25", "2020-05-26", "2020-07-30", "2020-07-31")),
        *map(date.fromisoformat, ("2021-05-13", "2021-05-14", "2021-07-19", "2021-07-20")),
        *map(date.fromisoformat, ("2022-07-11", "2022-07-12")),
    ]
    assert local.version == f"{NATIONAL.version}+2022.1"
    assert (local.region, NATIONAL.region) == ("640000", "")


def test_a_calendar_of_ones_own_is_read_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD)
    own = calendars.load(path)
    assert own.is_working_day(date(2026, 1, 4))
    assert not own.is_working_day(date(2026, 1, 2))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("format = 1", "format = 2", "format"),
        ('version = "1"', "version = 1", "version"),
        ('name = "示例"\n', "", "name"),
        ("year = 2026", "year = 26", "四位年份"),
        ("year = 2026", 'year = "2026"', "四位年份"),
        ('source = "示例通知"', "", "source"),
        ('"announced"', '"certain"', "status"),
        ('"announced"', '"provisional"', "doubt"),
        ("until = 2026-01-03", "until = 2025-12-31", "不在 2026 年内"),
        ("until = 2026-01-03", "until = 2026-03-03", "超过"),
        ("from = 2026-01-01, until = 2026-01-03", "from = 2026-01-03, until = 2026-01-01", "颠倒"),
        ("from = 2026-01-01", 'from = "2026-01-01"', "不是日期"),
        ("from = 2026-01-01", "from = 2026-01-01T00:00:00", "不是日期"),
        ('name = "元旦"', 'name = ""', "节日名称"),
        ("work = [2026-01-04]", "work = [2026-01-05]", "周一"),
        ("work = [2026-01-04]", "work = [2026-01-03]", "同时"),
        ("work = [2026-01-04]", "work = 20260104", "不是日期"),
        ("work = [2026-01-04]", "works = [2026-01-04]", "works"),
        ("breaks = [{", 'breaks = [{ name = "重", from = 2026-01-01, until = 2026-01-01 }, {', "已属于"),
        ("breaks = [{ name", "breaks = 3\nx = [{ name", "表的列表"),
        ("[[year]]", "[year]", "表的列表"),
        ("format = 1", "format = ", "TOML"),
    ],
)
def test_a_broken_calendar_is_refused_with_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(Refused) as caught:
        calendars.load(path)
    assert says in str(caught.value)
    assert "own.toml" in str(caught.value)


def test_all_mistakes_of_a_calendar_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    spoiled = GOOD.replace("format = 1", "").replace("2026-01-04", "2026-01-05").replace("示例通知", "")
    for text, mistakes in ((spoiled, 3), (spoiled.replace("year = 2026", "year = 26"), 4)):
        path.write_text(text)
        with pytest.raises(Refused) as caught:
            calendars.load(path)
        assert len(caught.value.decisions) == mistakes


def test_the_same_year_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[year]]") :])
    with pytest.raises(Refused, match="写了两次"):
        calendars.load(path)


def test_an_unknown_calendar_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(Refused, match="national、ningxia"):
        calendars.load("atlantis")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="TOML"):
        calendars.load(path)


def test_a_base_below_a_base_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        GOOD.replace("format = 1", 'format = 1\nbase = "ningxia"').replace("work = [2026-01-04]", "")
    )
    with pytest.raises(Refused, match="只允许一层"):
        calendars.load(path)
