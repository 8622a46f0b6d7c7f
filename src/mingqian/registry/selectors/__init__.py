"""Reads of the registries: every one takes the actor first and shows nothing beyond that actor's scope."""

from mingqian.registry.selectors import (
    calendars,
    counts,
    dictionaries,
    duplicates,
    history,
    imports,
    inspectors,
    items,
    packs,
    pools,
    powers,
    rule_documents,
    standing,
    subjects,
    todo,
    universe,
)

__all__ = [
    "calendars",
    "counts",
    "dictionaries",
    "duplicates",
    "history",
    "imports",
    "inspectors",
    "items",
    "packs",
    "pools",
    "powers",
    "rule_documents",
    "standing",
    "subjects",
    "todo",
    "universe",
]
