"""我的待办: what every room wants of this person today, and the numbers of the year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate, localtime

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.draw import selectors as draws
from mingqian.draw.selectors import desk
from mingqian.field.selectors import todo as field
from mingqian.inspection.selectors import figures as inspections
from mingqian.inspection.selectors import todo as inspection
from mingqian.leads.selectors import todo as leads
from mingqian.messages import selectors as messages
from mingqian.planning.selectors import todo as planning
from mingqian.publicity import selectors as publicity
from mingqian.records.selectors import todo as records
from mingqian.registry.selectors import todo as registry
from mingqian.ui import access, asking, words
from mingqian.ui.asking import Asking
from mingqian.ui.types import Deadline, Step, Todo

MOST = 50
_ORDER = {"late": 0, "soon": 1, "far": 2, "none": 3, "done": 4}
Mine = Callable[..., Asking[list[Todo]]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, what it is made of, and the list behind it."""

    label: str
    number: str
    note: str
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """The draw that is under way."""

    title: str
    code: str
    steps: list[Step]
    facts: list[tuple[str, object]]
    url: str


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything on the first page that the database knows."""

    todos: list[Todo]
    figures: list[Figure]
    running: Running | None
    unread: int


def morning(by: Actor, *, now: datetime) -> Morning:
    """All rooms are asked side by side: a page of thirty questions makes a handful of trips."""
    todos, numbers, draw, unread = asking.answered(_asking(by, now))
    return Morning(todos, numbers, draw, unread)


def _asking(by: Actor, now: datetime) -> Asking[Any]:
    unread = asking.counted(messages.waiting(by))
    return (yield from asking.gather(mine(by, now=now), figures(by, now=now), running(by), unread))


def mine(by: Actor, *, now: datetime) -> Asking[list[Todo]]:
    """Everything to be done, the most urgent first; the rooms say what, this page only sorts."""
    found = yield from asking.joined(*(room(by, now=now) for room in _rooms()))
    return sorted(found, key=_urgency)[:MOST]


def _rooms() -> list[Mine]:
    """Each room knows its own; the order is that of the year."""
    return [
        registry.mine,
        leads.mine,
        planning.mine,
        draws.todo.mine,
        inspection.mine,
        field.mine,
        records.mine,
        publicity.todo.mine,
        accounts.todo.mine,
    ]


def _urgency(todo: Todo) -> tuple[int, date]:
    deadline = todo.deadline
    if deadline is None:
        return _ORDER["none"], date.max
    return _ORDER[deadline.state], deadline.due or date.max


def heading(todos: list[Todo], *, now: datetime) -> str:
    """今天有 7 件事，其中 2 件本周到期."""
    if not todos:
        return "今天没有要办的事"
    today = localdate(now)
    sunday = today + timedelta(days=6 - today.weekday())
    late = sum(_is(todo.deadline, "late") for todo in todos)
    week = sum(1 for todo in todos if _falls(todo.deadline, today, sunday))
    told = [f"今天有 {len(todos)} 件事"]
    told += [f"{late} 件已超期"] if late else []
    told += [f"{week} 件本周到期"] if week else []
    return told[0] + ("，其中 " + "、".join(told[1:]) if told[1:] else "")


def _is(deadline: Deadline | None, state: str) -> bool:
    return deadline is not None and deadline.state == state


def _falls(deadline: Deadline | None, first: date, last: date) -> bool:
    return deadline is not None and deadline.due is not None and first <= deadline.due <= last


def day_words(now: datetime) -> str:
    """2026年3月16日 星期一 · 工作日 · 数据更新于 08:31."""
    today = localdate(now)
    calendar = clocks.calendars.in_force()
    kind = "工作日" if calendar.is_working_day(today) else f"非工作日（{calendar.why_off(today)}）"
    return f"{words.day(today)} {words.weekday(today)} · {kind} · 数据更新于 {localtime(now):%H:%M}"


def figures(by: Actor, *, now: datetime) -> Asking[list[Figure]]:
    """Six numbers of this person's scope; each is a link to its list. Nobody is ranked, no fines are counted."""
    if not by.scope_paths:
        return []
    today = localdate(now)
    parts: tuple[Asking[Any], ...] = (
        inspections.of_year(by, today.year),
        publicity.openness.kept(by, today=today),
        asking.counted(clocks.due.overdue(by, today=today)),
        asking.counted(clocks.due.this_week(by, today=today)),
    )
    year, (in_time, due), late, soon = yield from asking.gather(*parts)
    return [
        _share("年度检查完成率", year.checked, year.total, "件", _url("inspection:tasks", by)),
        _share("按期公示率", in_time, due, "批", _url("publicity:figures", by)),
        _share("问题发现率", year.problems, year.checked, "件", _url("inspection:tasks", by)),
        _share("整改完成率", year.corrected, year.orders, "件", _url("inspection:rectifications", by)),
        Figure("本周到期", str(soon), "期限内未办", _url("clocks:deadlines", by)),
        Figure("超期件", str(late), "应办未办", _url("clocks:deadlines", by), "dn" if late else "up"),
    ]


def _share(label: str, part: int, whole: int, unit: str, url: str) -> Figure:
    if not whole:
        return Figure(label, "—", "今年还没有", url)
    permille = part * 1000 // whole
    number = "100%" if part == whole else f"{permille // 10}.{permille % 10}%"
    return Figure(label, number, f"{whole:,} {unit}中 {part:,} {unit}", url)


def _url(name: str, by: Actor, *args: object) -> str:
    """The page, unless its door is closed to this person."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return url if access.open_to(by, url) else ""


def running(by: Actor) -> Asking[Running | None]:
    """The draw that is under way, for the page's aside."""
    rows = draws.todo.running(by)
    yield (rows,)
    if not rows:
        return None
    row = rows[0]
    facts: list[tuple[str, object]] = [("抽取号", row.code), ("单位", row.unit.name)]
    facts += [("抽取日期", row.plan.draw_on)] if row.plan and row.plan.draw_on else []
    return Running(row.title, row.code, desk.stages(row), facts, _url("draw:draw", by, row.code))
