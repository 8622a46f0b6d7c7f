"""Rows of planning, one file per noun. Columns and constraints only; rules stand in the pure files."""

from mingqian.planning.models.annual import AnnualPlan, PlanLine, PlanOmission, PlanPartner, PlanRound
from mingqian.planning.models.demand import Demand
from mingqian.planning.models.exemption import Exemption
from mingqian.planning.models.forecast import ForecastLine
from mingqian.planning.models.implementation import CoOrganiser, ImplementationPlan, PlannedItem, PlannedPanel
from mingqian.planning.models.papers import ItemPaper, PaperReceipt
from mingqian.planning.models.specials import SpecialPlan
from mingqian.planning.models.visits import MergeProposal, Visit, VisitItem

__all__ = [
    "AnnualPlan",
    "CoOrganiser",
    "Demand",
    "Exemption",
    "ForecastLine",
    "ImplementationPlan",
    "ItemPaper",
    "MergeProposal",
    "PaperReceipt",
    "PlanLine",
    "PlanOmission",
    "PlanPartner",
    "PlanRound",
    "PlannedItem",
    "PlannedPanel",
    "SpecialPlan",
    "Visit",
    "VisitItem",
]
