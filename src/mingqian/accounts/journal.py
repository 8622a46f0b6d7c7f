"""The socket into which ``site.wiring`` plugs the audit journal.

``audit`` stands above ``accounts`` and may not be imported here, yet every change of a person or a post
is journaled in its own transaction. Without a journal nothing may be written: the socket fails closed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite


class Journal(Protocol):
    """What accounts need of a journal; ``audit.services`` is one."""

    def open_journal(self, *, suite: Suite, now: datetime) -> object: ...

    def record(
        self, kind: str, *, by: Actor, now: datetime, thing: str, body: Mapping[str, object]
    ) -> object: ...


_connected: list[Journal] = []


def connect(journal: Journal) -> None:
    """Plug the journal in; a second call replaces the first."""
    _connected[:] = [journal]


def connected() -> Journal:
    """The journal, or a programming error: a write without a journal must not happen."""
    if not _connected:
        raise RuntimeError("no journal is connected to accounts; see site/wiring.py")
    return _connected[0]
