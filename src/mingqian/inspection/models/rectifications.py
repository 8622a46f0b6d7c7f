"""责令限期改正: the order, and every step until a second person says how it ended."""

from django.db import models
from django.db.models import F, Q

from mingqian.core.machines import inspection_rectification
from mingqian.inspection.enums import RevisitResult, StepKind
from mingqian.inspection.models.tasks import Task

STATES = list(inspection_rectification.MACHINE.states.items())


class Rectification(models.Model):
    """One order to one subject for one task."""

    task = models.OneToOneField(Task, models.PROTECT, related_name="rectification")
    number = models.CharField(max_length=60, unique=True)
    text = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=STATES, default=inspection_rectification.MACHINE.start)
    ordered_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    ordered_on = models.DateField()
    submitted_on = models.DateField(null=True)
    revisited_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    revisited_on = models.DateField(null=True)
    revisit_result = models.CharField(max_length=12, choices=RevisitResult.choices(), blank=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        ordering = ["task_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="rectification_says_what"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("revisited_by")),
                name="rectification_revisiter_does_not_decide",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="rectification_by_state")]

    def __str__(self) -> str:
        return self.number


class RectificationStep(models.Model):
    """What was done about an order, by whom and when; written once."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices())
    on = models.DateField()
    words = models.TextField()
    papers = models.JSONField(default=list)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["rectification_id", "id"]

    def __str__(self) -> str:
        return f"{self.rectification_id} {self.kind}"
