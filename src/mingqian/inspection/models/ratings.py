"""企业评价: that a firm has answered, and how many answered what. Nothing leads from one to the other."""

from django.db import models

from mingqian.inspection.models.tasks import Task


class RatingGiven(models.Model):
    """A task is rated once. No day, no answer, no person: only that it is done."""

    task = models.OneToOneField(Task, models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.task_id}"


class RatingCount(models.Model):
    """So many firms of a quarter gave this unit this score to this question."""

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=6)
    question = models.CharField(max_length=12)
    score = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["unit_id", "quarter", "question", "-score"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "quarter", "question", "score"], name="ratingcount_once"),
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="ratingcount_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.question} {self.score}"
