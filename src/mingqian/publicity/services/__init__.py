"""Writes of publication: one function is one transaction and one journal entry."""

from mingqian.publicity.services import (
    bundles,
    confirming,
    drafting,
    keeping_back,
    longwork,
    pointing_out,
    receipts,
    releasing,
    reviewing,
    static_site,
    taking,
    verdicts,
    withdrawing,
    writing,
)

__all__ = [
    "bundles",
    "confirming",
    "drafting",
    "keeping_back",
    "longwork",
    "pointing_out",
    "receipts",
    "releasing",
    "reviewing",
    "static_site",
    "taking",
    "verdicts",
    "withdrawing",
    "writing",
]
