"""Rows of the draw room, one file per noun. Columns and constraints only."""

from mingqian.draw.models.ceremony import Anchor, Draw, DrawRoll, Party, PublicValue, SignOff
from mingqian.draw.models.changes import Change
from mingqian.draw.models.conflicts import ConflictTie
from mingqian.draw.models.log import Log, LogEvent
from mingqian.draw.models.rolls import Roll, RollEntry

__all__ = [
    "Anchor",
    "Change",
    "ConflictTie",
    "Draw",
    "DrawRoll",
    "Log",
    "LogEvent",
    "Party",
    "PublicValue",
    "Roll",
    "RollEntry",
    "SignOff",
]
