"""信用信息待归集: what a result means for the subject's credit file, queued until the credit room takes it."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import CreditKind, CreditState
from mingqian.inspection.models.tasks import Task


class CreditSignal(models.Model):
    """厦门 三(六)3: 良好, 警示 or 提示, made once the result is confirmed and handled; withdrawn with the result."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="signals")
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CreditKind.choices())
    outcome = models.CharField(max_length=16)
    clause = models.CharField(max_length=200)
    # 公共信用信息 leaves the bureau; what is withheld from the public stays in the bureau's own file.
    public = models.BooleanField()
    state = models.CharField(max_length=10, choices=CreditState.choices(), default=CreditState.QUEUED.value)
    made_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_on", "task_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=~Q(state="withdrawn"), name="creditsignal_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_on__isnull=False) & ~Q(reason="")),
                name="creditsignal_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="creditsignal_by_state")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"
