"""A task: one drawn subject × item, from waiting to closed."""

from django.db import models
from django.db.models import F, Q

from mingqian.core.machines import inspection
from mingqian.inspection.enums import Withhold
from mingqian.inspection.models.approvals import Approval
from mingqian.inspection.models.batches import Batch, BatchItem

STATES = list(inspection.MACHINE.states.items())
UNCHECKED = ("waiting", "cancelled")
"""Nobody has been there yet, or will be: such a task has no result, and its firm hears nothing of it."""


class Task(models.Model):
    """Names are kept as they were when the batch opened: the public result shows those."""

    code = models.CharField(max_length=40, unique=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(BatchItem, models.PROTECT, related_name="+")
    item_name = models.CharField(max_length=300)
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    subject_name = models.CharField(max_length=200)
    natural_person = models.BooleanField(default=False)
    # The unit that owns the item answers for the result.
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    team = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=20)
    credential = models.CharField(max_length=12)  # which paper the item asks of an inspector
    state = models.CharField(max_length=12, choices=STATES, default=inspection.MACHINE.start)
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, related_name="tasks")

    outcome = models.CharField(max_length=16, blank=True)
    problems = models.TextField(blank=True)
    checked_on = models.DateField(null=True)
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(null=True)
    visit_counted = models.BooleanField(default=False)
    published_on = models.DateField(null=True)
    notice_code = models.CharField(max_length=60, blank=True)
    withheld_code = models.CharField(max_length=16, choices=Withhold.choices(), blank=True)
    withheld_reason = models.TextField(blank=True)
    closed_on = models.DateField(null=True)
    last_reason = models.TextField(blank=True)  # of sending back or cancelling

    class Meta:
        ordering = ["batch_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="task_number_once"),
            models.UniqueConstraint(fields=["batch", "item", "subject"], name="task_pair_once"),
            models.CheckConstraint(
                condition=Q(state__in=UNCHECKED) | ~Q(outcome=""), name="task_has_its_result"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(recorded_by__isnull=True)
                | ~Q(confirmed_by=F("recorded_by")),
                name="task_recorder_does_not_confirm",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | Q(recorded_by__isnull=True)
                | ~Q(answered_by=F("recorded_by")),
                name="task_recorder_does_not_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state="withheld") | ~Q(withheld_code=""), name="task_withheld_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "batch"], name="task_by_state"),
            models.Index(fields=["subject", "state"], name="task_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_name}"
