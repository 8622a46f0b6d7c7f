"""Writes of the journal: appending an entry, and signing what has been appended."""

from mingqian.audit.services import checkpoints, cosigning, keys, numbers, stamping
from mingqian.audit.services.recording import (
    Reaction,
    UnknownEvent,
    connect,
    open_journal,
    record,
    written,
)

__all__ = [
    "Reaction",
    "UnknownEvent",
    "checkpoints",
    "connect",
    "cosigning",
    "keys",
    "numbers",
    "open_journal",
    "record",
    "stamping",
    "written",
]
