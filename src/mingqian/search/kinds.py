"""The kinds of findable things in the order in which they are shown; handed over once by ``site.wiring``."""

from collections.abc import Callable, Iterable, Sequence

from mingqian.accounts.types import Actor
from mingqian.search.types import Kind, Shelf

_kinds: list[Kind] = []
_reach: list[Callable[[Actor], Sequence[Shelf]]] = []


def connect(kinds: Iterable[Kind]) -> None:
    """Take over the whole table; a second call replaces the first."""
    fresh = list(kinds)
    if len({kind.number for kind in fresh}) < len(fresh):
        raise ValueError("two kinds of findable things have the same number")
    _kinds[:] = fresh


def connect_shelves(reach: Callable[[Actor], Sequence[Shelf]]) -> None:
    """Who says which cards somebody may see beyond the own scope; a second call replaces the first."""
    _reach[:] = [reach]


def shelves(by: Actor) -> list[Shelf]:
    """What this person may see beyond the own scope."""
    return [shelf for one in _reach for shelf in one(by)]


def known() -> list[Kind]:
    """Every kind."""
    return list(_kinds)


def number_of(code: str) -> int:
    """The range of a kind; an unknown kind is a programming error."""
    for kind in _kinds:
        if kind.code == code:
            return kind.number
    raise LookupError(f"{code} is not in the table FINDABLE of site/wiring.py")
