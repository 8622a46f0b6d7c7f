"""比对核查: two data sets laid side by side for one item of a batch, and what they say of every drawn firm."""

from django.db import models
from django.db.models import Q

from mingqian.core.comparing import Verdict
from mingqian.inspection.enums import Settled
from mingqian.inspection.models.batches import Batch, BatchItem
from mingqian.inspection.models.tasks import Task


class Comparison(models.Model):
    """The inputs by name and digest, the rule in words, the counts. The inputs themselves are not kept."""

    code = models.CharField(max_length=32, unique=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="comparisons")
    item = models.ForeignKey(BatchItem, models.PROTECT, related_name="+")
    left_name = models.CharField(max_length=120)
    left_digest = models.CharField(max_length=64)
    left_rows = models.PositiveIntegerField()
    right_name = models.CharField(max_length=120)
    right_digest = models.CharField(max_length=64)
    right_rows = models.PositiveIntegerField()
    columns = models.JSONField()  # the compared columns, as they are called on either side
    rule = models.TextField()
    notes = models.TextField(blank=True)
    digest = models.CharField(max_length=64)  # of every row of the answer
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code


class ComparisonRow(models.Model):
    """One firm: both rows as they stood there, the verdict, and what became of a difference."""

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="rows")
    task = models.ForeignKey(Task, models.PROTECT, related_name="compared")
    verdict = models.CharField(max_length=10, choices=Verdict.choices())
    why = models.CharField(max_length=500)
    left = models.JSONField()
    right = models.JSONField()
    settled = models.CharField(max_length=10, choices=Settled.choices(), blank=True)
    words = models.TextField(blank=True)
    lead = models.CharField(max_length=40, blank=True)
    settled_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["comparison_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "task"], name="compared_once"),
            models.CheckConstraint(
                condition=Q(settled="")
                | (~Q(words="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="difference_settled_in_words",
            ),
            models.CheckConstraint(
                condition=Q(settled="") | ~Q(verdict=Verdict.SAME.value), name="agreement_needs_no_settling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comparison_id} {self.task_id}"
