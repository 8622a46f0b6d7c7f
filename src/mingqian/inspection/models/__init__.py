"""Rows of inspection, one noun per file."""

from mingqian.inspection.models.announcing import Acceptance, RecusalAnswer, VisitNotice
from mingqian.inspection.models.annual import AnnualDuty, AnnualFile, AnnualReport
from mingqian.inspection.models.approvals import Approval
from mingqian.inspection.models.batches import Batch, BatchItem, Checklist, JointMember, TeamSeat
from mingqian.inspection.models.checks import CheckRecord
from mingqian.inspection.models.comparing import Comparison, ComparisonRow
from mingqian.inspection.models.conduct import ConductReport
from mingqian.inspection.models.credit import CreditSignal
from mingqian.inspection.models.deliveries import DeliveredResult, Delivery
from mingqian.inspection.models.followups import FollowUp, Guidance
from mingqian.inspection.models.hearing import Attachment, Defence, DefenceAnswer, ResultNotice
from mingqian.inspection.models.improvements import Improvement
from mingqian.inspection.models.licensees import UncheckedReason
from mingqian.inspection.models.offsite import OffsiteFile, OffsiteLine, OffsiteStep
from mingqian.inspection.models.ratings import RatingCount, RatingGiven
from mingqian.inspection.models.rectifications import Rectification, RectificationStep
from mingqian.inspection.models.reports import BatchReport
from mingqian.inspection.models.tasks import Task
from mingqian.inspection.models.visits import (
    Visit,
    VisitAnswers,
    VisitEvidence,
    VisitEvidenceDropped,
    VisitRecord,
    VisitSignature,
)

__all__ = [
    "Acceptance",
    "AnnualDuty",
    "AnnualFile",
    "AnnualReport",
    "Approval",
    "Attachment",
    "Batch",
    "BatchItem",
    "BatchReport",
    "CheckRecord",
    "Checklist",
    "Comparison",
    "ComparisonRow",
    "ConductReport",
    "CreditSignal",
    "Defence",
    "DefenceAnswer",
    "DeliveredResult",
    "Delivery",
    "FollowUp",
    "Guidance",
    "Improvement",
    "JointMember",
    "OffsiteFile",
    "OffsiteLine",
    "OffsiteStep",
    "RatingCount",
    "RatingGiven",
    "Rectification",
    "RectificationStep",
    "RecusalAnswer",
    "ResultNotice",
    "Task",
    "TeamSeat",
    "UncheckedReason",
    "Visit",
    "VisitAnswers",
    "VisitEvidence",
    "VisitEvidenceDropped",
    "VisitNotice",
    "VisitRecord",
    "VisitSignature",
]
