"""Rows of the draw room, one file per noun. Columns and constraints only."""

from mingqian.draw.models.ceremony import Anchor, Draw, DrawRoll, Party, PublicValue, SignOff
from mingqian.draw.models.changes import Change
from mingqian.draw.models.conflicts import ConflictTie
from mingqian.draw.models.custody import KeyCustody
from mingqian.draw.models.log import Log, LogEvent
from mingqian.draw.models.reviews import Expert, Review, ReviewCase, ReviewExpert
from mingqian.draw.models.rolls import Roll, RollEntry
from mingqian.draw.models.seats import DicePhoto, SeatLink

__all__ = [
    "Anchor",
    "Change",
    "ConflictTie",
    "DicePhoto",
    "Draw",
    "DrawRoll",
    "Expert",
    "KeyCustody",
    "Log",
    "LogEvent",
    "Party",
    "PublicValue",
    "Review",
    "ReviewCase",
    "ReviewExpert",
    "Roll",
    "RollEntry",
    "SeatLink",
    "SignOff",
]
