"""行政检查审批表: the head's written yes before anybody walks in, one per subject."""

from django.db import models
from django.db.models import F, Q

from mingqian.core.machines import inspection_approval
from mingqian.inspection.enums import CheckKind, OnSiteReason
from mingqian.inspection.models.batches import Batch

STATES = list(inspection_approval.MACHINE.states.items())


class Approval(models.Model):
    """One on-site check of one subject, with every item done on it."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="approvals")
    number = models.CharField(max_length=48, unique=True)
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    planned_on = models.DateField()
    grounds = models.TextField()
    kind = models.CharField(max_length=16, choices=CheckKind.choices(), default=CheckKind.ROUTINE.value)
    on_site_reason = models.CharField(max_length=12, choices=OnSiteReason.choices(), blank=True)
    # How often the firm was visited before and what the cap says, as it stood when this was asked.
    visits_before = models.PositiveSmallIntegerField(default=0)
    frequency = models.CharField(max_length=300, blank=True)
    frequency_clause = models.CharField(max_length=300, blank=True)
    # 先检查后补办: the reason why nobody could ask first; empty for everything ordinary.
    emergency = models.CharField(max_length=300, blank=True)
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
            models.CheckConstraint(
                condition=~Q(state="emergency") | ~Q(emergency=""), name="approval_emergency_says_why"
            ),
        ]

    @property
    def stands(self) -> bool:
        """May the visit begin? Approved, or an emergency whose approval is made up within its hours."""
        return self.state in inspection_approval.STANDS

    def __str__(self) -> str:
        return self.number
