"""Why a deadline falls on its day: the steps of the count as data, and one Chinese sentence.

``timelimits`` computes; this module retells the same count for the person who clicks on a date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mingqian.core import workdays
from mingqian.core.timelimits import Deadline, Pause, Unit
from mingqian.core.workdays import ONE_DAY, WEEKDAYS, Calendar, written


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``kind`` start, skip, weekend, makeup, pause, roll, aim, doubt or due."""

    kind: str
    first: date
    last: date
    words: str
    clause: str = ""


def explain(calendar: Calendar, deadline: Deadline) -> tuple[Step, ...]:
    """The whole way from the event to the due day, in order."""
    period = deadline.period
    if period.unit is Unit.BY_DATE:
        return (*_by_date(calendar, deadline), *_doubts(deadline))
    event = period.event or "起算事由发生"
    steps = [
        Step(
            "start", deadline.start, deadline.start, f"{_on(deadline.start)}{event}，当日不计入", "民法典201"
        )
    ]
    if period.unit is Unit.WORKING_DAYS:
        steps += _skipped(calendar, deadline)
    steps += [_pause(pause) for pause in deadline.pauses if _counts(pause, deadline)]
    steps += _rolled(calendar, deadline)
    steps += _doubts(deadline)
    return (*steps, _due(deadline))


def sentence(calendar: Calendar, deadline: Deadline) -> str:
    """The steps as one sentence for a screen or a document."""
    return "；".join(step.words for step in explain(calendar, deadline)) + "。"


def chip(deadline: Deadline, left: int | None) -> str:
    """The short form everywhere: 剩 4 个工作日 · 12月2日."""
    if deadline.due is None or left is None:
        return "已暂停"
    unit = "个工作日" if deadline.period.unit is Unit.WORKING_DAYS else "天"
    day = f"{deadline.due.month}月{deadline.due.day}日"
    state = "今天到期" if left == 0 else f"剩 {left} {unit}" if left > 0 else f"逾期 {-left} {unit}"
    return f"{state} · {day}" + ("（暂定）" if deadline.provisional else "")


def _skipped(calendar: Calendar, deadline: Deadline) -> Iterator[Step]:
    """Festivals by name, make-up days that count, and the plain weekends as one number."""
    last = deadline.due or max(pause.since for pause in deadline.pauses)

    def special(day: date) -> str:
        """What sets a day apart; paused days belong to their pause and part what lies around them."""
        return "" if _paused(day, deadline) else calendar.why_off(day) or calendar.why_working(day)

    weekends = 0
    for why, run in groupby(workdays.days(deadline.start + ONE_DAY, last), special):
        days = list(run)
        if why in WEEKDAYS:
            weekends += len(days)
        elif why:
            yield _named(why, days, calendar.is_working_day(days[0]))
    if weekends:
        words = f"其间周六、周日{weekends}天不计"
        yield Step("weekend", deadline.start, last, words)


def _named(why: str, days: list[date], worked: bool) -> Step:
    """A festival or a make-up day. Days of one name always follow each other inside a group."""
    if worked:
        return Step("makeup", days[0], days[-1], f"{_span(days[0], days[-1])}{why}，计入")
    return Step("skip", days[0], days[-1], f"{_span(days[0], days[-1])}{why}放假，不计")


def _paused(day: date, deadline: Deadline) -> bool:
    return any(p.since < day and (p.until is None or day <= p.until) for p in deadline.pauses)


def _counts(pause: Pause, deadline: Deadline) -> bool:
    """A pause that begins on or after the due day takes nothing off."""
    return deadline.due is None or pause.since < deadline.due


def _pause(pause: Pause) -> Step:
    if pause.until is None:
        return Step(
            "pause", pause.since, pause.since, f"{_on(pause.since)}起因{pause.reason}暂停计算", pause.clause
        )
    words = f"{_on(pause.since)}次日至{_on(pause.until)}因{pause.reason}扣除"
    return Step("pause", pause.since, pause.until, words, pause.clause)


def _rolled(calendar: Calendar, deadline: Deadline) -> Iterator[Step]:
    if deadline.raw is None or deadline.due is None or deadline.raw == deadline.due:
        return
    why = calendar.why_off(deadline.raw)
    words = f"期限末日{_on(deadline.raw)}为{why}，顺延至休息日后第一日"
    yield Step("roll", deadline.raw, deadline.due, words, "民法典203")


def _by_date(calendar: Calendar, deadline: Deadline) -> Iterator[Step]:
    aim, due = deadline.aim or deadline.start, deadline.start
    yield Step(
        "due", due, due, f"须在{_on(due)}前完成（含当日），不顺延{_clause(deadline)}", deadline.period.clause
    )
    if aim != due:
        yield Step("aim", aim, aim, f"该日为{calendar.why_off(due)}，请最迟于{_on(aim)}办结")


def _doubts(deadline: Deadline) -> Iterator[Step]:
    for year, reason in deadline.provisional:
        yield Step("doubt", date(year, 1, 1), date(year, 12, 31), f"{reason}，结果暂定")


def _due(deadline: Deadline) -> Step:
    length = f"{deadline.period.count}{deadline.period.unit.label}"
    if deadline.due is None:
        at = deadline.pauses[-1].since
        unit = "个工作日" if deadline.period.unit is Unit.WORKING_DAYS else "日"
        words = f"期限{length}，已计{deadline.used}{unit}，恢复后继续计算"
        return Step("due", at, at, words, deadline.period.clause)
    words = f"期限{length}，至{_on(deadline.due)}24时届满{_clause(deadline)}"
    return Step("due", deadline.due, deadline.due, words, deadline.period.clause)


def _clause(deadline: Deadline) -> str:
    return f"（依据：{deadline.period.clause}）" if deadline.period.clause else ""


def _on(day: date) -> str:
    return f"{written(day)}（{WEEKDAYS[day.weekday()]}）"


def _span(first: date, last: date) -> str:
    if first == last:
        return _on(first)
    end = (
        f"{last.day}日"
        if (first.year, first.month) == (last.year, last.month)
        else f"{last.month}月{last.day}日"
    )
    return f"{first.year}年{first.month}月{first.day}日至{end}"
