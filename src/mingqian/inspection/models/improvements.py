"""改进措施: what is changed because a problem was found at several firms, by whom, until when, and what came of it."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import ImprovementKind
from mingqian.inspection.models.batches import Batch


class Improvement(models.Model):
    """涪陵 四(八): one general problem of a batch, in the words of its checklist, and what is done about it."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="improvements")
    item = models.CharField(max_length=40)
    point = models.CharField(max_length=20)  # key of the checklist's point
    problem = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=ImprovementKind.choices())
    words = models.TextField()
    owner = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    due_on = models.DateField()
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    done_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["batch_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "item", "point"],
                condition=Q(done_on__isnull=True),
                name="improvement_once_open",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="improvement_says_what"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(outcome=""), name="improvement_done_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.item} {self.point}"
