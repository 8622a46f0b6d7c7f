"""Writes of the journal: appending an entry, and signing what has been appended."""

from mingqian.audit.services import checkpoints, cosigning, keys, looking, numbers, stamping
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
    "looking",
    "numbers",
    "open_journal",
    "record",
    "stamping",
    "written",
]
