"""我的待办: what every room wants of this person today, and the numbers of the year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate, localtime

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit.selectors import until_next_entry
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What changes with an entry of the journal or with the day, and in no other way. Shared: read, never changed."""

    todos: Mapping[str, list[Todo]]
    draws: list[Any]
    figures: list[Figure]
    running: Running | None


ROOMS = (
    "registry",
    "uploads",
    "leads",
    "planning",
    "draw",
    "inspection",
    "field",
    "records",
    "publicity",
    "accounts",
)
"""In the order of the year: so stands what is equally urgent."""
OF_THE_DAY: Mapping[str, Mine] = {
    "registry": registry.mine,
    "leads": leads.mine,
    "planning": planning.mine,
    "inspection": inspection.mine,
    "field": field.mine,
    "publicity": publicity.todo.mine,
    "accounts": accounts.todo.mine,
}
"""Rooms that are told the day and not the hour, and read nothing that is written without an entry."""


def morning(by: Actor, *, now: datetime) -> Morning:
    """The rooms say what is to be done, this page only sorts. Uploads and messages come without an entry: asked anew."""
    standing = _standing(by, localdate(now))
    found, unread = asking.answered(_coming_in(by, now))
    found |= {**standing.todos, "draw": draws.todo.mine(by, standing.draws, now=now)}
    todos = urgent_first([todo for room in ROOMS for todo in found[room]])
    return Morning(todos, standing.figures, standing.running, unread)


def _coming_in(by: Actor, now: datetime) -> Asking[tuple[dict[str, list[Todo]], int]]:
    parts: tuple[Asking[Any], ...] = (
        registry.uploads(by),
        records.mine(by, now=now),
        asking.counted(messages.waiting(by)),
    )
    uploads, recordings, unread = yield from asking.gather(*parts)
    return {"uploads": uploads, "records": recordings}, unread


@until_next_entry
def _standing(by: Actor, today: date) -> Standing:
    """All rooms are asked side by side: a page of fifty questions makes a handful of trips."""
    parts: tuple[Asking[Any], ...] = (
        asking.gather(*(room(by, today=today) for room in OF_THE_DAY.values())),
        draws.todo.under_way(by),
        figures(by, today=today),
        running(by),
    )
    todos, under_way, numbers, draw = asking.answered(asking.gather(*parts))
    return Standing(dict(zip(OF_THE_DAY, todos, strict=True)), under_way, numbers, draw)


def urgent_first(found: list[Todo]) -> list[Todo]:
    """What is late, then what is soon; what has no limit last."""
    return sorted(found, key=_urgency)[:MOST]


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


def figures(by: Actor, *, today: date) -> Asking[list[Figure]]:
    """Six numbers of this person's scope; each is a link to its list. Nobody is ranked, no fines are counted."""
    if not by.scope_paths:
        return []
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
    return Figure(label, words.share(part, whole), f"{whole:,} {unit}中 {part:,} {unit}", url)


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
