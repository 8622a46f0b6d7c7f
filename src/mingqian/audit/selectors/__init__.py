"""Reads of the journal and of the trees over it: one module per question, the journal's own also by name."""

from mingqian.audit.selectors import keeping, notes, proofs, receipts, trees
from mingqian.audit.selectors.reading import (
    acted,
    browse,
    check,
    entries,
    is_open,
    last_at,
    length,
    of_thing,
    verify,
)
from mingqian.audit.selectors.unchanged import until_next_entry

__all__ = [
    "acted",
    "browse",
    "check",
    "entries",
    "is_open",
    "keeping",
    "last_at",
    "length",
    "notes",
    "of_thing",
    "proofs",
    "receipts",
    "trees",
    "until_next_entry",
    "verify",
]
