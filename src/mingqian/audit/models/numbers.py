"""Running numbers: how far the codes behind each stem have been given out."""

from django.db import models
from django.db.models import Q


class RunningNumber(models.Model):
    """``XS-2026-`` and the last number behind it; its lock makes those who want the next one wait."""

    stem = models.CharField("编号前段", max_length=120, primary_key=True)
    last = models.PositiveIntegerField("已用到")

    class Meta:
        verbose_name = "流水号"
        ordering = ("stem",)
        constraints = [models.CheckConstraint(name="running_number_has_a_stem", condition=~Q(stem=""))]

    def __str__(self) -> str:
        return f"{self.stem}{self.last}"
