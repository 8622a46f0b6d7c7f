"""Which reminders are due at a moment, and to whom: read from the rows, counted by ``core.ladder``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts.selectors.seats import Seat
from mingqian.audit import selectors as journal
from mingqian.clocks import ladder
from mingqian.clocks.enums import ClockState
from mingqian.clocks.models import Clock, Reminder
from mingqian.clocks.selectors import calendars
from mingqian.clocks.selectors.parties import Parties
from mingqian.core import ladder as rungs
from mingqian.core.ladder import Rung

FAR = timedelta(days=45)
"""No first rung of a period due later has come: the longest break with three working days before it is shorter."""
JUST = timedelta(hours=24)
"""Who did something about a thing within these hours is not reminded of it, unless it is escalated to them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One reminder of one period to one person."""

    clock: Clock
    rung: Rung
    party: str
    person: Seat

    @property
    def by_the_hour(self) -> bool:
        return self.clock.due_at is not None


def due(now: datetime) -> list[Word]:
    """Every reminder whose rung has been reached and that was not given: quiet hours are not this table's affair."""
    climbed = list(_climbed(now))
    parties = Parties([clock.thing for clock, _ in climbed], localdate(now))
    given = _given([clock for clock, _ in climbed])
    acted = _just_acted(now) if climbed else lambda code, thing: False
    words = [word for clock, rung in climbed for word in _words(clock, rung, parties)]
    return [
        word
        for word in words
        if (word.clock.pk, word.clock.due_on, word.rung.code, word.person.person) not in given
        and (word.rung.escalates or not acted(word.person.code, word.clock.thing))
    ]


def _climbed(now: datetime) -> Iterator[tuple[Clock, Rung]]:
    """Every running period that has reached a rung, with the latest one it reached."""
    today, ladders, shelf = localdate(now), ladder.table(), calendars.Shelf()
    placed: dict[tuple[str, date], tuple[tuple[date, Rung], ...]] = {}
    for clock in _running(today):
        if clock.start_at is not None and clock.due_at is not None:
            rung = rungs.reached_in_hours(ladders.hours, clock.start_at, clock.due_at, now)
        else:
            assert clock.due_on is not None
            key = (clock.unit.division_code, clock.due_on)
            if key not in placed:
                placed[key] = rungs.days(shelf.of(key[0]), ladders.days, key[1])
            rung = rungs.reached(placed[key], clock.start_on, today)
        if rung is not None:
            yield clock, rung


def _running(today: date) -> QuerySet[Clock]:
    """Ours, running, not far off; the other side's time is theirs to keep."""
    rows = Clock.objects.filter(state=ClockState.RUNNING.value, right=False, due_on__lte=today + FAR)
    return rows.select_related("unit").prefetch_related("interruptions").order_by("due_on", "pk")


def _words(clock: Clock, rung: Rung, parties: Parties) -> Iterator[Word]:
    """Each person once, whichever parties they belong to."""
    told = set()
    for party in rung.to:
        for person in parties.of(clock, party):
            if person not in told:
                told.add(person)
                yield Word(clock, rung, party, parties.people[person])


def _given(clocks: Sequence[Clock]) -> set[tuple[int, date, str, int]]:
    if not clocks:
        return set()
    rows = Reminder.objects.filter(clock__state=ClockState.RUNNING.value)
    return set(rows.values_list("clock_id", "due_on", "rung", "person_id"))


def _just_acted(now: datetime) -> Callable[[str, str], bool]:
    """Did this person journal something about the thing, or about the batch whose number its own begins with?"""
    names: dict[str, set[str]] = {}
    for code, thing in journal.acted(now - JUST):
        names.setdefault(code, set()).add(thing.partition(":")[2])

    def acted(code: str, thing: str) -> bool:
        return not names.get(code, set()).isdisjoint(_forms(thing.partition(":")[2]))

    return acted


def _forms(name: str) -> tuple[str, str]:
    """R1-0007 → itself, and the batch R1."""
    return name, name.rpartition("-")[0]
