"""What falls due when, in somebody's scope; and the chip every page shows for it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.clocks.enums import OPEN, ClockState
from mingqian.clocks.models import Clock
from mingqian.clocks.selectors import calendars
from mingqian.clocks.types import Named
from mingqian.core import hours, reckoning, timelimits
from mingqian.core.reckoning import Step
from mingqian.core.timelimits import Deadline, Pause, Period, Unit
from mingqian.core.workdays import Calendar
from mingqian.ui import asking
from mingqian.ui import types as shown
from mingqian.ui.asking import Asking

SOON = 3
"""From here on a chip asks for attention; the ladder of reminders begins at T−3."""
NONE = shown.Deadline(None, "无期限")


def visible(by: Actor) -> QuerySet[Clock]:
    """Periods of the units in this person's scope."""
    return Clock.objects.filter(in_scope(by)).select_related("unit").prefetch_related("interruptions")


def in_scope(by: Actor) -> Q:
    """The condition on the unit a period binds."""
    return accounts.in_scope(by)


def one(by: Actor, pk: int) -> Clock | None:
    """One period, or none for who may not see it."""
    return visible(by).filter(pk=pk).first()


def running(by: Actor) -> QuerySet[Clock]:
    """Everything that still runs, the most urgent first; the other side's rights are no duty of ours."""
    return visible(by).filter(state__in=OPEN, right=False).order_by("due_on", "id")


def runs(thing: str, *, kind: str) -> bool:
    """Does a period of this kind run for the thing already? For the room whose thing it is."""
    return Clock.objects.filter(thing=thing, kind=kind, state__in=OPEN).exists()


def this_week(by: Actor, *, today: date) -> QuerySet[Clock]:
    """本周到期: from today through Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    return running(by).filter(due_on__gte=today, due_on__lte=sunday)


def overdue(by: Actor, *, today: date, now: datetime | None = None) -> QuerySet[Clock]:
    """超期: due before today and not done; periods in hours, where ``now`` is told, by the minute."""
    return running(by).filter(_late(today, now))


def _late(today: date, now: datetime | None) -> Q:
    return Q(due_on__lt=today) | (Q(due_at__lt=now) if now else Q(pk__in=[]))


def done(by: Actor) -> QuerySet[Clock]:
    """Met, in time or late, the latest first."""
    return visible(by).filter(state=ClockState.MET.value, right=False).order_by("-ended_on", "-id")


def about(rows: QuerySet[Clock], words: str) -> QuerySet[Clock]:
    """Periods whose title or matter contains the words."""
    return rows.filter(Q(title__icontains=words) | Q(about__icontains=words) | Q(thing__icontains=words))


def figures(by: Actor, *, today: date, now: datetime | None = None) -> dict[str, int]:
    """本周到期, 超期, 计时中: one query."""
    sunday = today + timedelta(days=6 - today.weekday())
    counted = (
        running(by)
        .order_by()
        .aggregate(
            week=Count("pk", filter=Q(due_on__gte=today, due_on__lte=sunday)),
            late=Count("pk", filter=_late(today, now)),
            running=Count("pk"),
        )
    )
    return {name: int(number) for name, number in counted.items()}


class Chips:
    """The chip of a row, worked out when a cell asks for it; calendars are looked up once.

    ``now`` tells a period in hours by the minute; without it the day alone decides.
    """

    def __init__(self, today: date, now: datetime | None = None) -> None:
        self._today, self._now = today, now
        self._shelf = calendars.Shelf()

    def __getitem__(self, clock: Clock) -> shown.Deadline:
        return chip(clock, self._shelf.of(clock.unit.division_code), self._today, self._now)


def named(
    things: Sequence[str], *, today: date, kind: str = "", now: datetime | None = None
) -> dict[str, list[Named]]:
    """The chips of many things, the most urgent of each first."""
    return asking.answered(naming(things, today=today, kind=kind, now=now))


def naming(
    things: Sequence[str], *, today: date, kind: str = "", now: datetime | None = None
) -> Asking[dict[str, list[Named]]]:
    """The same for a page that asks more than this."""
    rows = Clock.objects.filter(thing__in=things).exclude(state=ClockState.CANCELLED.value)
    rows = (rows.filter(kind=kind) if kind else rows).select_related("unit")
    yield (rows,)
    yield from asking.related(rows, "interruptions")
    chips, found = Chips(today, now), dict[str, list[Named]]()
    open_first = sorted(
        rows,
        key=lambda one: (one.state not in OPEN, one.due_on or date.max, one.pk),
    )
    for clock in open_first:
        found.setdefault(clock.thing, []).append(Named(clock.kind, clock.title, chips[clock]))
    return found


def of(things: Sequence[str], *, today: date, kind: str = "") -> dict[str, list[shown.Deadline]]:
    """The same chips without their names."""
    found = named(things, today=today, kind=kind)
    return {thing: [one.deadline for one in rows] for thing, rows in found.items()}


def first(things: Sequence[str], *, kind: str, today: date) -> Asking[shown.Deadline | None]:
    """The chip of the period that ends first among many things; none where nothing runs."""
    rows = Clock.objects.filter(thing__in=things, kind=kind, state__in=OPEN).select_related("unit")
    found = rows.order_by("due_on", "pk")[:1]
    yield (found,)
    yield from asking.related(found, "interruptions")
    return Chips(today)[found[0]] if found else None


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


def chip(clock: Clock, calendar: Calendar, today: date, now: datetime | None = None) -> shown.Deadline:
    """剩 4 个工作日 · 12月2日, with the way to that day as its explanation."""
    why = tuple(step.words for step in explain(clock, calendar))
    words, state = _told(clock, calendar, today, now)
    return shown.Deadline(clock.due_on, words, state, why, clock.clause)


def number(clock: Clock) -> str:
    """What a person asks for at the desk: the thing's own number, or that of the page it is done on where it has none."""
    own = clock.thing.partition(":")[2] or clock.thing
    return clock.url_key if own.isdecimal() and clock.url_key else own


def words(clock: Clock, calendar: Calendar, today: date, now: datetime | None = None) -> str:
    """The chip's words alone."""
    return _told(clock, calendar, today, now)[0]


def _told(
    clock: Clock, calendar: Calendar, today: date, now: datetime | None
) -> tuple[str, shown.DeadlineState]:
    if clock.due_at is not None and clock.state in OPEN:
        return _said_in_hours(clock.due_at, today, now)
    counted = recalled(clock)
    return _said(clock, counted, timelimits.remaining(calendar, counted, today))


def _said_in_hours(due: datetime, today: date, now: datetime | None) -> tuple[str, shown.DeadlineState]:
    if now is not None:
        return hours.chip(due, now), "late" if now > due else "soon" if due - now <= hours.CLOSE else "far"
    left = (timelimits.legal_day(due) - today).days
    return f"{hours.short(due)}前", "late" if left < 0 else "soon" if left <= 1 else "far"


def _said(clock: Clock, counted: Deadline, left: int | None) -> tuple[str, shown.DeadlineState]:
    if clock.state == ClockState.MET and clock.ended_on:
        late = "按期办结" if _in_time(clock, counted, clock.ended_on) else "逾期办结"
        late = "已行使" if clock.right else late
        return f"{late} · {clock.ended_on.month}月{clock.ended_on.day}日", "done"
    if clock.right and left is not None and left < 0 and clock.due_on:
        return f"已届满 · {clock.due_on.month}月{clock.due_on.day}日", "done"
    words = reckoning.chip(counted, left)
    if left is None:
        return words, "far"
    return words, "late" if left < 0 else "soon" if left <= SOON else "far"


def _in_time(clock: Clock, counted: Deadline, on: date) -> bool:
    if clock.due_at is not None and clock.ended_at is not None:
        return clock.ended_at <= clock.due_at
    return timelimits.in_time(counted, on)


def explain(clock: Clock, calendar: Calendar | None = None) -> tuple[Step, ...]:
    """为什么是这一天: start, skipped days by name, pauses, roll, doubts, due."""
    if clock.start_at is not None:
        return hours.explain(period_of(clock), clock.start_at)
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
