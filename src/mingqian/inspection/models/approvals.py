"""行政检查审批表: the head's written yes before anybody walks in, one per subject."""

from django.db import models
from django.db.models import F, Q

from mingqian.core.machines import inspection_approval
from mingqian.inspection.models.batches import Batch

STATES = list(inspection_approval.MACHINE.states.items())


class Approval(models.Model):
    """One on-site check of one subject, with every item done on it."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="approvals")
    number = models.CharField(max_length=48, unique=True)
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    planned_on = models.DateField()
    grounds = models.TextField()
    state = models.CharField(max_length=10, choices=STATES, default=inspection_approval.MACHINE.start)
    remark = models.TextField(blank=True)
    requested_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["batch_id", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="approval_requester_does_not_decide",
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="approval_has_grounds"),
        ]

    def __str__(self) -> str:
        return self.number
