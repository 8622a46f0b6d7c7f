"""Tables of the journal and of what is signed over it and over the draw logs."""

from mingqian.audit.models.checkpoints import Checkpoint, Cosignature, OwnKey, Tile, TimeStamp
from mingqian.audit.models.journal import Entry, JournalHead
from mingqian.audit.models.numbers import RunningNumber
from mingqian.audit.models.outside import SeenNote, TrustedKey

__all__ = [
    "Checkpoint",
    "Cosignature",
    "Entry",
    "JournalHead",
    "OwnKey",
    "RunningNumber",
    "SeenNote",
    "Tile",
    "TimeStamp",
    "TrustedKey",
]
