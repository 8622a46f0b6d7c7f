"""Writes of inspection: may → machine → gates → rows → periods → one journal entry, in one transaction each."""

from mingqian.inspection.services import (
    approvals,
    batches,
    checks,
    defences,
    notices,
    publication,
    rectifications,
    results,
)

__all__ = [
    "approvals",
    "batches",
    "checks",
    "defences",
    "notices",
    "publication",
    "rectifications",
    "results",
]
