"""Which pages on which periods are worked let a person in: whose things they are stands above and says so."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from mingqian.accounts.types import Actor
from mingqian.clocks.models import Clock

Door = Callable[[Actor, Sequence[str]], Iterable[str]]
"""The keys among these (a task's code, a lead's number) whose page this person may open."""

_doors: dict[str, Door] = {}


def connect(doors: Mapping[str, Door]) -> None:
    """Take over the name of a page → its door; a second call replaces the first."""
    _doors.clear()
    _doors.update(doors)


def open_to(by: Actor, rows: Iterable[Clock]) -> set[int]:
    """The periods among these whose page opens to this person, one question a kind of page.

    A page without a door of its own is judged by its role alone, where the link is made.
    """
    clocks = list(rows)
    keys: dict[str, set[str]] = {}
    for clock in clocks:
        keys.setdefault(clock.url_name, set()).add(clock.url_key)
    opened = {
        name: set(_doors[name](by, sorted(wanted))) if name in _doors else wanted
        for name, wanted in keys.items()
    }
    return {clock.pk for clock in clocks if clock.url_key in opened[clock.url_name]}
