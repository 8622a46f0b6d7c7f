"""Periods in hours: real time, told by the minute, nothing skipped."""

from datetime import datetime, timedelta

import pytest

from mingqian.core import hours
from mingqian.core.timelimits import SHANGHAI, Period, Unit

DAY = Period(24, Unit.HOURS, "补办审批期限", "情况紧急先行检查", "行政检查规定")
BEGUN = datetime(2026, 9, 30, 16, 40, tzinfo=SHANGHAI)
DUE = BEGUN + timedelta(hours=24)


def test_a_day_of_hours_runs_through_the_night_and_the_holiday() -> None:
    first, through, last = hours.explain(DAY, BEGUN)
    assert first.words == "2026年9月30日（周三）16时40分情况紧急先行检查，自该时刻起算"
    assert "休息日不扣除" in through.words
    assert last.words == "期限24小时，至2026年10月1日（周四）16时40分届满（依据：行政检查规定）"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(hours=24), "剩 24 小时"),
        (timedelta(hours=5, minutes=1), "剩 6 小时"),
        (timedelta(hours=1), "剩 60 分钟"),
        (timedelta(seconds=59), "剩 0 分钟"),
        (timedelta(0), "剩 0 分钟"),
        (timedelta(minutes=-59), "逾期 59 分钟"),
        (timedelta(hours=-3, minutes=-59), "逾期 3 小时"),
    ],
)
def test_what_is_left_and_how_late_it_is(before: timedelta, words: str) -> None:
    assert hours.chip(DUE, DUE - before) == f"{words} · 10月1日 16:40"
