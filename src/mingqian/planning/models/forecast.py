"""Coverage forecast as counted on a day: a walk through whole registries is kept, not repeated by each page."""

from django.db import models


class ForecastLine(models.Model):
    """PD-16: what one line comes to on the registry of that day; FL-38: how many the visit cap protects."""

    plan = models.ForeignKey("planning.AnnualPlan", models.CASCADE, related_name="forecast")
    line = models.OneToOneField("planning.PlanLine", models.CASCADE, related_name="forecast")
    counted_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    pool = models.PositiveIntegerField()
    eligible = models.PositiveIntegerField()
    capped = models.PositiveIntegerField(default=0)
    quota = models.PositiveIntegerField()
    rounds = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["line_id"]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.quota} × {self.rounds}"
