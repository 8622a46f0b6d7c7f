"""Reads of the registries: every one takes the actor first and shows nothing beyond that actor's scope."""

from mingqian.registry.selectors import (
    calendars,
    dictionaries,
    duplicates,
    history,
    imports,
    inspectors,
    items,
    packs,
    pools,
    rule_documents,
    standing,
    subjects,
    todo,
    universe,
)

__all__ = [
    "calendars",
    "dictionaries",
    "duplicates",
    "history",
    "imports",
    "inspectors",
    "items",
    "packs",
    "pools",
    "rule_documents",
    "standing",
    "subjects",
    "todo",
    "universe",
]
