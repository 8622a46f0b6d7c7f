"""Writes of inspection: may → machine → gates → rows → periods → one journal entry, in one transaction each."""

from mingqian.inspection.services import (
    approvals,
    batches,
    checks,
    conduct,
    defences,
    deliveries,
    followups,
    guidance,
    notices,
    papers,
    publication,
    rectifications,
    reports,
    results,
    visit_records,
    visits,
)

__all__ = [
    "approvals",
    "batches",
    "checks",
    "conduct",
    "defences",
    "deliveries",
    "followups",
    "guidance",
    "notices",
    "papers",
    "publication",
    "rectifications",
    "reports",
    "results",
    "visit_records",
    "visits",
]
