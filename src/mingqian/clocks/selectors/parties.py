"""Who answers for a period: the people its room names, else the holders of a role at the nearest unit above."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.selectors.seats import Seat
from mingqian.clocks import ladder
from mingqian.clocks.models import Clock
from mingqian.clocks.types import Handlers

_rooms: dict[str, Handlers] = {}
"""The rooms stand above: ``site.wiring`` hands them in."""
UPWARD = (ladder.HANDLER, ladder.CAPTAIN, "head", "leader")
"""Where a party is nobody, the next one hears of it: no period is nobody's."""


def connect(rooms: Mapping[str, Handlers]) -> None:
    """Take over the table prefix of a thing → who names its people; a second call replaces the first."""
    _rooms.clear()
    _rooms.update(rooms)


def led_by(person: int) -> list[QuerySet[Any, Any]]:
    """The things this person is named for, one query a room; to be asked within another."""
    return [room.led_by(person) for room in _rooms.values()]


class Parties:
    """The people behind many periods, in one query for all posts and one per room."""

    def __init__(self, things: Iterable[str], today: date) -> None:
        self._seats = accounts.seats.running(today)
        self.people: Mapping[int, Seat] = {seat.person: seat for seat in self._seats}
        self._held: dict[tuple[str, str, str], tuple[int, ...]] = {}
        self._named: Mapping[str, Sequence[int]] = {}
        self.name(things)

    def name(self, things: Iterable[str]) -> None:
        """Ask the rooms who answers for these."""
        self._named = _named(sorted(set(things)))

    def of(self, clock: Clock, party: str) -> tuple[int, ...]:
        """The people of a party; of the next one up where it is empty."""
        return self.answering(party, clock.kind, clock.unit.path, thing=clock.thing)

    def answering(self, party: str, kind: str, path: str, *, thing: str = "") -> tuple[int, ...]:
        """The same for a period not yet read; without its thing, by the roles alone."""
        for one in UPWARD[UPWARD.index(party) :]:
            if found := self._directly(one, kind, path, thing):
                return found
        return ()

    def _directly(self, party: str, kind: str, path: str, thing: str) -> tuple[int, ...]:
        if party in (ladder.HANDLER, ladder.CAPTAIN):
            serving = tuple(one for one in self._named.get(thing, ()) if one in self.people)
            if serving:
                return serving
        key = (party, kind, path)
        if key not in self._held:
            self._held[key] = self._nearest(*key)
        return self._held[key]

    def _nearest(self, party: str, kind: str, path: str) -> tuple[int, ...]:
        """The holders at the lowest unit, from the one bound upwards, that has any."""
        roles = ladder.table().roles_of(party, kind)
        above = [seat for seat in self._seats if seat.role in roles and path.startswith(seat.path)]
        lowest = max((len(seat.path) for seat in above), default=0)
        return tuple(dict.fromkeys(seat.person for seat in above if len(seat.path) == lowest))


def _named(things: Sequence[str]) -> Mapping[str, Sequence[int]]:
    found: dict[str, Sequence[int]] = {}
    for prefix, room in _rooms.items():
        own = [thing for thing in things if thing.startswith(prefix)]
        if own:
            found.update(room.of(own))
    return found
