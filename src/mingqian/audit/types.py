"""What a check of the journal finds, and what somebody who reacts to an entry is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite
from mingqian.core.journal import Break

__all__ = ["Break", "Report", "Source", "Told"]


@dataclass(frozen=True, slots=True)
class Source:
    """A log whose tree is signed: the journal itself, and each draw log."""

    origin: str
    title: str
    suite: Suite
    size: int
    leaves: Callable[[int, int], Iterator[bytes]]
    """(start, stop) → leaf hashes, streamed."""
    official: bool = True
    """Rehearsals are signed too, but not shown to the public among the rest."""


@dataclass(frozen=True, slots=True)
class Report:
    """The whole journal, checked: how long it is, where it ends, and the first place that does not hold."""

    suite: str
    count: int
    head: str
    fault: Break | None
    fault_at: str
    signed: int
    """Entries under the newest signed checkpoint that agrees with the tree over them; 0 where none is."""
    unguarded: tuple[str, ...]
    """Tables whose triggers are gone: no break of the chain, but somebody took the guards away."""


@dataclass(frozen=True, slots=True)
class Told:
    """One journaled event as its reactions hear of it, inside its own transaction."""

    kind: str
    by: Actor
    now: datetime
    thing: str
    body: Mapping[str, object]
