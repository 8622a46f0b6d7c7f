"""Rows of inspection, one noun per file."""

from mingqian.inspection.models.approvals import Approval
from mingqian.inspection.models.batches import Batch, Checklist, TeamSeat
from mingqian.inspection.models.checks import CheckRecord
from mingqian.inspection.models.hearing import Attachment, Defence, DefenceAnswer, ResultNotice
from mingqian.inspection.models.rectifications import Rectification, RectificationStep
from mingqian.inspection.models.tasks import Task

__all__ = [
    "Approval",
    "Attachment",
    "Batch",
    "CheckRecord",
    "Checklist",
    "Defence",
    "DefenceAnswer",
    "Rectification",
    "RectificationStep",
    "ResultNotice",
    "Task",
    "TeamSeat",
]
