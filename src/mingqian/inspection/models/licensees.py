"""Why a new licensee was not checked in its first supervision cycle, in the section's words."""

from django.db import models
from django.db.models import Q


class UncheckedReason(models.Model):
    """厦门 三(五)4: 努力实现首个监管周期全覆盖; where it failed, one reason per licence."""

    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    licence = models.CharField(max_length=100)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "licence"], name="unchecked_once_explained"),
            models.CheckConstraint(condition=~Q(reason=""), name="unchecked_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.licence}"
