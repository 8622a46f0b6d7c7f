"""Reads of the vault; the first argument is who asks, where the answer depends on it."""

from mingqian.records.selectors import completeness, items, todo, watching
from mingqian.records.selectors.items import late, received
from mingqian.records.selectors.words import kinds, listed, prompts
from mingqian.records.vault import on_disk as place
from mingqian.records.vault import reached

__all__ = [
    "completeness",
    "items",
    "kinds",
    "late",
    "listed",
    "place",
    "prompts",
    "reached",
    "received",
    "todo",
    "watching",
]
