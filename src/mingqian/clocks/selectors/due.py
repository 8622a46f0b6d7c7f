"""What falls due when, in somebody's scope; and the chip every page shows for it."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.clocks.enums import OPEN, ClockState
from mingqian.clocks.models import Clock
from mingqian.clocks.selectors import calendars
from mingqian.clocks.types import Named
from mingqian.core import reckoning, timelimits
from mingqian.core.reckoning import Step
from mingqian.core.timelimits import Deadline, Pause, Period, Unit
from mingqian.core.workdays import Calendar
from mingqian.ui import types as shown

SOON = 3
"""From here on a chip asks for attention; the ladder of reminders begins at T−3."""
NONE = shown.Deadline(None, "无期限")


def visible(by: Actor) -> QuerySet[Clock]:
    """Periods of the units in this person's scope."""
    return (
        Clock.objects.filter(accounts.in_scope(by)).select_related("unit").prefetch_related("interruptions")
    )


def one(by: Actor, pk: int) -> Clock | None:
    """One period, or none for who may not see it."""
    return visible(by).filter(pk=pk).first()


def running(by: Actor) -> QuerySet[Clock]:
    """Everything that still runs, the most urgent first; the other side's rights are no duty of ours."""
    return visible(by).filter(state__in=OPEN, right=False).order_by("due_on", "id")


def this_week(by: Actor, *, today: date) -> QuerySet[Clock]:
    """本周到期: from today through Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    return running(by).filter(due_on__gte=today, due_on__lte=sunday)


def overdue(by: Actor, *, today: date) -> QuerySet[Clock]:
    """超期: due before today and not done."""
    return running(by).filter(due_on__lt=today)


def done(by: Actor) -> QuerySet[Clock]:
    """Met, in time or late, the latest first."""
    return visible(by).filter(state=ClockState.MET.value, right=False).order_by("-ended_on", "-id")


def about(rows: QuerySet[Clock], words: str) -> QuerySet[Clock]:
    """Periods whose title or matter contains the words."""
    return rows.filter(Q(title__icontains=words) | Q(about__icontains=words) | Q(thing__icontains=words))


def figures(by: Actor, *, today: date) -> dict[str, int]:
    """本周到期, 超期, 计时中: one query."""
    sunday = today + timedelta(days=6 - today.weekday())
    counted = (
        running(by)
        .order_by()
        .aggregate(
            week=Count("pk", filter=Q(due_on__gte=today, due_on__lte=sunday)),
            late=Count("pk", filter=Q(due_on__lt=today)),
            running=Count("pk"),
        )
    )
    return {name: int(number) for name, number in counted.items()}


class Chips:
    """The chip of a row, worked out when a cell asks for it; calendars are looked up once."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._shelf = calendars.Shelf()

    def __getitem__(self, clock: Clock) -> shown.Deadline:
        return chip(clock, self._shelf.of(clock.unit.division_code), self._today)


def named(things: Sequence[str], *, today: date, kind: str = "") -> dict[str, list[Named]]:
    """The chips of many things in a few queries, the most urgent of each first."""
    rows = Clock.objects.filter(thing__in=things).exclude(state=ClockState.CANCELLED.value)
    if kind:
        rows = rows.filter(kind=kind)
    chips, found = Chips(today), dict[str, list[Named]]()
    open_first = sorted(
        rows.select_related("unit").prefetch_related("interruptions"),
        key=lambda one: (one.state not in OPEN, one.due_on or date.max, one.pk),
    )
    for clock in open_first:
        found.setdefault(clock.thing, []).append(Named(clock.kind, clock.title, chips[clock]))
    return found


def of(things: Sequence[str], *, today: date, kind: str = "") -> dict[str, list[shown.Deadline]]:
    """The same chips without their names."""
    found = named(things, today=today, kind=kind)
    return {thing: [one.deadline for one in rows] for thing, rows in found.items()}


def first(things: Sequence[str], *, kind: str, today: date) -> shown.Deadline | None:
    """The chip of the period that ends first among many things; none where nothing runs."""
    rows = Clock.objects.filter(thing__in=things, kind=kind, state__in=OPEN).select_related("unit")
    clock = rows.prefetch_related("interruptions").order_by("due_on", "pk").first()
    return None if clock is None else Chips(today)[clock]


def strictest(things: Sequence[str], *, kind: str) -> dict[str, tuple[date | None, str]]:
    """(due day, clause) of the period that binds first on each thing; done ones count too."""
    rows = Clock.objects.filter(thing__in=things, kind=kind).exclude(state=ClockState.CANCELLED.value)
    found: dict[str, tuple[date | None, str]] = {}
    for clock in rows.order_by("-due_on", "pk"):
        if clock.due_on is not None:
            found[clock.thing] = (clock.due_on, clock.clause)
    return found


def last_days(things: Sequence[str], *, kind: str) -> dict[str, date | None]:
    """The last day of the period that ends last; None while one of them is paused."""
    rows = Clock.objects.filter(thing__in=things, kind=kind).exclude(state=ClockState.CANCELLED.value)
    found: dict[str, date | None] = {}
    for clock in rows.order_by("due_on", "pk"):
        stands = clock.thing not in found or found[clock.thing] is not None
        found[clock.thing] = clock.due_on if stands else None
    return found


def deadline(thing: str, kind: str, *, today: date) -> shown.Deadline:
    """The most urgent chip of one duty of one thing; where no period runs, a chip that says so."""
    return next(iter(of([thing], today=today, kind=kind).get(thing, ())), NONE)


def chip(clock: Clock, calendar: Calendar, today: date) -> shown.Deadline:
    """剩 4 个工作日 · 12月2日, with the way to that day as its explanation."""
    counted = recalled(clock)
    left = timelimits.remaining(calendar, counted, today)
    why = tuple(step.words for step in explain(clock, calendar))
    words, state = _said(clock, counted, left)
    return shown.Deadline(clock.due_on, words, state, why, clock.clause)


def _said(clock: Clock, counted: Deadline, left: int | None) -> tuple[str, shown.DeadlineState]:
    if clock.state == ClockState.MET and clock.ended_on:
        late = "按期办结" if timelimits.in_time(counted, clock.ended_on) else "逾期办结"
        late = "已行使" if clock.right else late
        return f"{late} · {clock.ended_on.month}月{clock.ended_on.day}日", "done"
    if clock.right and left is not None and left < 0 and clock.due_on:
        return f"已届满 · {clock.due_on.month}月{clock.due_on.day}日", "done"
    words = reckoning.chip(counted, left)
    if left is None:
        return words, "far"
    return words, "late" if left < 0 else "soon" if left <= SOON else "far"


def explain(clock: Clock, calendar: Calendar | None = None) -> tuple[Step, ...]:
    """为什么是这一天: start, skipped days by name, pauses, roll, doubts, due."""
    calendar = calendar or calendars.in_force(clock.unit.division_code)
    return reckoning.explain(calendar, reckoned(clock, calendar))


def reckoned(clock: Clock, calendar: Calendar) -> Deadline:
    """The period counted again from its start under a calendar."""
    period, pauses = period_of(clock), pauses_of(clock)
    if period.unit is Unit.BY_DATE:
        return timelimits.by_date(calendar, period, clock.start_on)
    return timelimits.run(calendar, period, clock.start_on, pauses)


def recalled(clock: Clock) -> Deadline:
    """The period as it was counted when it started or was last recomputed: a day that passed stays."""
    doubts = ((clock.start_on.year, "结果暂定"),) if clock.provisional else ()
    return Deadline(
        period_of(clock), clock.start_on, clock.due_on, clock.due_on, clock.due_on, pauses_of(clock), doubts,
        clock.calendar,
    )  # fmt: skip


def period_of(clock: Clock) -> Period:
    """The rule of a row."""
    return Period(clock.count, Unit(clock.per), clock.title, clock.event, clock.clause)


def pauses_of(clock: Clock) -> tuple[Pause, ...]:
    """Its pauses, in order."""
    return tuple(Pause(one.since, one.until, one.reason, one.clause) for one in clock.interruptions.all())
