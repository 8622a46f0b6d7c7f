"""Who answers for a period: the people its room names, else the holders of a role at the nearest unit above."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from mingqian.accounts import selectors as accounts
from mingqian.accounts.selectors.seats import Seat
from mingqian.clocks import ladder
from mingqian.clocks.models import Clock

Named = Callable[[Sequence[str]], Mapping[str, Sequence[int]]]
"""Things of one room → the people who answer for each. The rooms stand above: ``site.wiring`` hands them in."""

_rooms: dict[str, Named] = {}
UPWARD = (ladder.HANDLER, ladder.CAPTAIN, "head", "leader")
"""Where a party is nobody, the next one hears of it: no period is nobody's."""


def connect(rooms: Mapping[str, Named]) -> None:
    """Take over the table prefix of a thing → who names its people; a second call replaces the first."""
    _rooms.clear()
    _rooms.update(rooms)


class Parties:
    """The people behind many periods, in one query for all posts and one per room."""

    def __init__(self, clocks: Sequence[Clock], today: date) -> None:
        self._seats = accounts.seats.running(today)
        self.people: Mapping[int, Seat] = {seat.person: seat for seat in self._seats}
        self._named = _named(sorted({clock.thing for clock in clocks}))
        self._held: dict[tuple[str, str, str], tuple[int, ...]] = {}

    def of(self, clock: Clock, party: str) -> tuple[int, ...]:
        """The people of a party; of the next one up where it is empty."""
        for one in UPWARD[UPWARD.index(party) :]:
            if found := self._directly(clock, one):
                return found
        return ()

    def _directly(self, clock: Clock, party: str) -> tuple[int, ...]:
        if party in (ladder.HANDLER, ladder.CAPTAIN):
            serving = tuple(one for one in self._named.get(clock.thing, ()) if one in self.people)
            if serving:
                return serving
        key = (party, clock.kind, clock.unit.path)
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
    for prefix, ask in _rooms.items():
        own = [thing for thing in things if thing.startswith(prefix)]
        if own:
            found.update(ask(own))
    return found
