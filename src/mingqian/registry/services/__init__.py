"""Writes of the registries: who may, which state, what follows, rows, one journal entry, one transaction."""

from mingqian.registry.services import (
    inspectors,
    item_lists,
    items,
    person_lists,
    pools,
    recusals,
    rule_documents,
    standing,
    subjects,
)

__all__ = [
    "inspectors",
    "item_lists",
    "items",
    "person_lists",
    "pools",
    "recusals",
    "rule_documents",
    "standing",
    "subjects",
]
