"""Periods in hours (24小时内): they run in real time from the moment itself, nights and days off included.

期间以小时计算的，从法律规定的时刻起算 (民法典 201): nothing is skipped, nothing rolls, nothing is taken off, so
the whole account of such a period is two moments and what lies between them.
"""

from datetime import datetime, timedelta

from mingqian.core.reckoning import Step
from mingqian.core.timelimits import SHANGHAI, Period, legal_day, run_hours
from mingqian.core.workdays import WEEKDAYS, written

HOUR = timedelta(hours=1)
CLOSE = 6 * HOUR
"""From here on an hour period asks for attention."""


def explain(period: Period, start: datetime) -> tuple[Step, ...]:
    """From the moment to the moment, in order."""
    due = run_hours(period, start)
    first, last = legal_day(start), legal_day(due)
    begun = f"{_at(start)}{period.event or '起算事由发生'}，自该时刻起算"
    clause = f"（依据：{period.clause}）" if period.clause else ""
    steps = [Step("start", first, first, begun, "民法典201")]
    steps.append(Step("hours", first, last, "按小时计算，夜间和休息日不扣除"))
    words = f"期限{period.count}小时，至{_at(due)}届满{clause}"
    return (*steps, Step("due", last, last, words, period.clause))


def chip(due: datetime, now: datetime) -> str:
    """The short form: 剩 5 小时 · 11月22日 14:30. A begun hour still counts as left, a whole one as late."""
    left = due - now
    return f"{_left(left) if left >= timedelta() else _late(-left)} · {short(due)}"


def short(moment: datetime) -> str:
    """11月22日 14:30, in Beijing time."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _left(left: timedelta) -> str:
    return f"剩 {-(-left // HOUR)} 小时" if left > HOUR else f"剩 {left // timedelta(minutes=1)} 分钟"


def _late(late: timedelta) -> str:
    return f"逾期 {late // HOUR} 小时" if late >= HOUR else f"逾期 {late // timedelta(minutes=1)} 分钟"


def _at(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{written(local)}（{WEEKDAYS[local.weekday()]}）{local:%H时%M分}"
