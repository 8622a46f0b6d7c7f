"""Writes of planning: may → machine → rule → rows → one journal entry, in one transaction each."""

from mingqian.planning.models import AnnualPlan
from mingqian.planning.papering import PaperText, numbered
from mingqian.planning.services import (
    annual,
    demands,
    exemptions,
    filling,
    forecasting,
    implementation,
    papers,
    plan_lines,
    specials,
    visits,
)

__all__ = [
    "AnnualPlan",
    "PaperText",
    "annual",
    "demands",
    "exemptions",
    "filling",
    "forecasting",
    "implementation",
    "numbered",
    "papers",
    "plan_lines",
    "specials",
    "visits",
]
