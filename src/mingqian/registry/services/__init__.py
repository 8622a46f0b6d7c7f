"""Writes of the registries: who may, which state, what follows, rows, one journal entry, one transaction."""

from mingqian.registry.services import (
    calendars,
    dictionaries,
    duplicates,
    inspectors,
    item_lists,
    items,
    packs,
    person_lists,
    pools,
    proposals,
    recusals,
    reported_visits,
    rule_documents,
    standing,
    subjects,
)

__all__ = [
    "calendars",
    "dictionaries",
    "duplicates",
    "inspectors",
    "item_lists",
    "items",
    "packs",
    "person_lists",
    "pools",
    "proposals",
    "recusals",
    "reported_visits",
    "rule_documents",
    "standing",
    "subjects",
]
