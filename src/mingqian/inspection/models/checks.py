"""What a team found: written once, never edited; a check done again is the next version."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import Signed
from mingqian.inspection.models.tasks import Task


class CheckRecord(models.Model):
    """检查记录: who was there with which papers, each point, the words of the subject, how it was closed."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="records")
    version = models.PositiveSmallIntegerField(default=1)
    on = models.DateField()
    outcome = models.CharField(max_length=16)
    papers = models.JSONField()  # [[name, certificate number, paper]]
    answers = models.JSONField(default=dict)  # key of the point → mark
    problems = models.TextField(blank=True)
    statement = models.TextField()
    signed = models.CharField(max_length=12, choices=Signed.choices())
    refusal = models.TextField(blank=True)
    guidance = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["task_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["task", "version"], name="record_version_once"),
            models.CheckConstraint(
                condition=~Q(signed=Signed.REFUSED.value) | ~Q(refusal=""), name="record_refusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}/{self.version}"
