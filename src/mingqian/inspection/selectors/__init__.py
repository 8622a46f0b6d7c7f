"""Reads of inspection; the first argument is who asks."""

from mingqian.inspection.selectors import (
    approvals,
    batches,
    enterprise,
    facts,
    rectifications,
    results,
    rules,
    tasks,
)

__all__ = ["approvals", "batches", "enterprise", "facts", "rectifications", "results", "rules", "tasks"]
