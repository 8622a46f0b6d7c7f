"""后续监管 and 行政指导: what is done about a problem besides the result itself, and what a firm was taught."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import FollowUpKind, GuidanceWay
from mingqian.inspection.models.tasks import Task


class FollowUp(models.Model):
    """涪陵 五(三): a targeted way of looking at a problem again, chosen with a reason, done by a date."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=12, choices=FollowUpKind.choices())
    reason = models.TextField()
    due_on = models.DateField()
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    done_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["task_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "kind"], condition=Q(done_on__isnull=True), name="followup_kind_once_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="followup_says_why"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(outcome=""), name="followup_done_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"


class Guidance(models.Model):
    """行政指导 given to a subject: at a check, or before the first one; the firm signs that it read it."""

    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="guidance")
    first = models.BooleanField(default=False)  # 新许可主体, before its first check
    way = models.CharField(max_length=10, choices=GuidanceWay.choices())
    on = models.DateField()
    words = models.TextField()
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="guidance_has_words")]
        indexes = [models.Index(fields=["subject", "on"], name="guidance_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.on}"
