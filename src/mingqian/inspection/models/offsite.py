"""自查、书面、网络: what is asked of the firm or looked up without going there, and what came of it."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import OffsiteState
from mingqian.inspection.models.tasks import Task


class OffsiteStep(models.Model):
    """One request per task: a list of material, a self-check, or a capture of what is public on the network."""

    task = models.OneToOneField(Task, models.PROTECT, related_name="offsite")
    asked = models.TextField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=OffsiteState.choices(), default=OffsiteState.ASKED.value)
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


class OffsiteFile(models.Model):
    """What was handed in or captured, kept under the hash of its content."""

    step = models.ForeignKey(OffsiteStep, models.PROTECT, related_name="files")
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
