"""自查、书面、网络: what is asked of the firm or looked up without going there, and what came of it."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import LineState, OffsiteRoad, OffsiteState
from mingqian.inspection.models.tasks import Task


class OffsiteStep(models.Model):
    """One per task: a list of material, a self-check, the bureau's own copies, or what was looked up or compared."""

    task = models.OneToOneField(Task, models.PROTECT, related_name="offsite")
    asked = models.TextField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=OffsiteState.choices(), default=OffsiteState.ASKED.value)
    road = models.CharField(max_length=10, choices=OffsiteRoad.choices(), default=OffsiteRoad.ASKED.value)
    # What the firm answered: point → mark, its words, and that it stands for their truth.
    answers = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    truthful = models.BooleanField(default=False)
    handed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["task_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(asked=""), name="offsite_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "returned")) | Q(handed_at__isnull=False),
                name="offsite_handed_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.state}"


class OffsiteLine(models.Model):
    """One line of the list: handed in, gone through and answered by itself."""

    step = models.ForeignKey(OffsiteStep, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=LineState.choices(), default=LineState.ASKED.value)
    words = models.CharField(max_length=300, blank=True)  # what is missing, or why it does not apply

    class Meta:
        ordering = ["step_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="offsite_line_once"),
            models.CheckConstraint(condition=~Q(text=""), name="offsite_line_says_what"),
            models.CheckConstraint(
                condition=~Q(state=LineState.MISSING.value) | ~Q(words=""),
                name="offsite_line_says_what_lacks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}/{self.number}"


class OffsiteFile(models.Model):
    """What was handed in or captured, kept under the hash of its content."""

    step = models.ForeignKey(OffsiteStep, models.PROTECT, related_name="files")
    line = models.ForeignKey(OffsiteLine, models.PROTECT, null=True, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    # 网络核查: where and when it was captured.
    source = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
