"""The working calendar a period runs on. The room that keeps calendars stands above: it is handed in once."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from mingqian.accounts import selectors as accounts
from mingqian.core import ladder
from mingqian.core.workdays import Calendar
from mingqian.policy import calendar as files

Keeper = Callable[[str], Calendar]


@cache
def _shipped(division: str) -> Calendar:
    """The national calendar of the product, until somebody keeps a better one."""
    del division
    return files.load("national")


_keeper: list[Keeper] = [_shipped]


def connect(keeper: Keeper) -> None:
    """``site.wiring`` hands over who answers: division code → calendar in force there."""
    _keeper[0] = keeper


def in_force(division: str = "") -> Calendar:
    """The calendar of a place today."""
    return _keeper[0](division)


def quiet(now: datetime) -> bool:
    """May nothing but hour periods speak at this moment, by the bureau's own calendar?"""
    root = accounts.bureau()
    return ladder.quiet(in_force(root.division_code if root else ""), now)


class Shelf:
    """The calendars that one answer needs, each looked up once."""

    def __init__(self) -> None:
        self._held: dict[str, Calendar] = {}

    def of(self, division: str) -> Calendar:
        """The calendar of a place."""
        if division not in self._held:
            self._held[division] = in_force(division)
        return self._held[division]
