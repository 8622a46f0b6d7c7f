"""What one person answers for, and how it falls over the coming days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.clocks import ladder
from mingqian.clocks.enums import OPEN
from mingqian.clocks.models import Clock, Feed, Reminder
from mingqian.clocks.selectors import due
from mingqian.clocks.selectors.parties import Parties, led_by
from mingqian.ui import words

AHEAD = timedelta(days=120)


FEW = 3
"""More periods of one kind and unit on one day stand on the page as one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One period; or many alike, told by the first with their number and the first names."""

    first: Clock
    about: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """The periods that end together: overdue ones, those of one day, those of later."""

    label: str
    rows: list[Clock] = field(default_factory=list)
    late: bool = False

    def lines(self) -> list[Line]:
        """Few alike one by one, many alike as one line: fifty orders due on a day are one affair."""
        alike: dict[tuple[str, int, date | None], list[Clock]] = {}
        for row in self.rows:
            alike.setdefault((row.title, row.unit_id, row.due_on), []).append(row)
        found: list[Line] = []
        for rows in alike.values():
            if len(rows) <= FEW:
                found += [Line(row, row.about) for row in rows]
            else:
                names = "、".join(dict.fromkeys(row.about.partition(" · ")[0] for row in rows[:FEW]))
                found.append(Line(rows[0], f"{names}等", len(rows)))
        return found


def of(person: int, *, today: date) -> list[Clock]:
    """Open periods this person handles, and those escalated to them; none for who holds no post any more."""
    return list(rows(person, today=today))


def rows(person: int | None, *, today: date) -> QuerySet[Clock]:
    """The same, still to be read."""
    parties = Parties([], today)
    if person is None or person not in parties.people:
        return Clock.objects.none()
    ahead = Clock.objects.filter(state__in=OPEN, right=False, due_on__lte=today + AHEAD)
    found = Clock.objects.filter(pk__in=_own(ahead, person, parties)).select_related("unit")
    return found.prefetch_related("interruptions").order_by("due_on", "pk")


def _own(rows: QuerySet[Clock], person: int, parties: Parties) -> list[int]:
    """By kind and unit first, so that of ten thousand periods only those are read that could be this person's."""
    risen = Reminder.objects.filter(clock=OuterRef("pk"), person=person, escalates=True)
    could = rows.annotate(risen=Exists(risen)).filter(_may_be(rows, person, parties) | Q(risen=True))
    read = list(could.values_list("pk", "thing", "kind", "unit__path", "risen"))
    parties.name(thing for _, thing, _, _, escalated in read if not escalated)
    return [
        pk
        for pk, thing, kind, path, escalated in read
        if escalated or person in parties.answering(ladder.HANDLER, kind, path, thing=thing)
    ]


def _may_be(rows: QuerySet[Clock], person: int, parties: Parties) -> Q:
    """Periods whose kind and unit lead to a role of this person's, and things the person is named for."""
    found = Q(pk__in=[])
    for kind, unit, path in rows.order_by().values_list("kind", "unit", "unit__path").distinct():
        if person in parties.answering(ladder.HANDLER, kind, path):
            found |= Q(kind=kind, unit=unit)
    for things in led_by(person):
        found |= Q(thing__in=things)
    return found


def in_scope(by: Actor, *, today: date) -> QuerySet[Clock]:
    """The same stretch of days for everything in the person's scope."""
    return due.running(by).filter(due_on__lte=today + AHEAD)


def readable(by: Actor, pk: int, *, today: date) -> Clock | None:
    """One period of the scope, or one this person answers for or was told of: a captain answers beyond the own unit."""
    found = Clock.objects.select_related("unit").prefetch_related("interruptions")
    if by.person_id is None:
        return None
    told = Q(pk__in=Reminder.objects.filter(person=by.person_id).values("clock_id"))
    if (clock := found.filter(due.in_scope(by) | told, pk=pk).first()) is not None:
        return clock
    clock = found.filter(pk=pk).first()
    return clock if clock is not None and _answers(by.person_id, clock, today) else None


def _answers(person: int, clock: Clock, today: date) -> bool:
    return person in Parties([clock.thing], today).of(clock, ladder.HANDLER)


def grouped(rows: Iterable[Clock], *, today: date) -> list[Group]:
    """Overdue, then day by day through the next Sunday but one, then the rest."""
    week_end = today + timedelta(days=13 - today.weekday())
    late, later = Group("已逾期", late=True), Group(f"{words.day(week_end)}以后")
    days: dict[date, Group] = {}
    for row in rows:
        if row.due_on is None or row.due_on > week_end:
            later.rows.append(row)
        elif row.due_on < today:
            late.rows.append(row)
        else:
            said = f"{words.day(row.due_on)} {words.weekday(row.due_on)}"
            days.setdefault(row.due_on, Group(f"今天，{said}" if row.due_on == today else said)).rows.append(
                row
            )
    return [group for group in (late, *(days[day] for day in sorted(days)), later) if group.rows]


def feed(by: Actor) -> Feed | None:
    """The person's calendar address, if there is one."""
    if by.person_id is None:
        return None
    return Feed.objects.filter(person_id=by.person_id, ended_at__isnull=True).first()


def holder(digest: str) -> int | None:
    """Whose calendar address has this digest."""
    return (
        Feed.objects.filter(digest=digest, ended_at__isnull=True).values_list("person_id", flat=True).first()
    )
