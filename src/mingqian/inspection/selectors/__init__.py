"""Reads of inspection; the first argument is who asks."""

from mingqian.inspection.selectors import (
    approvals,
    batches,
    enterprise,
    facts,
    history,
    rectifications,
    results,
    rules,
    tasks,
    todo,
    visits,
)

__all__ = [
    "approvals",
    "batches",
    "enterprise",
    "facts",
    "history",
    "rectifications",
    "results",
    "rules",
    "tasks",
    "todo",
    "visits",
]
