"""Recusal ties as committed: who may not visit whom, fixed before the draw (sxsj1 §7.4)."""

from django.db import models

from mingqian.draw.models.ceremony import Draw


class ConflictTie(models.Model):
    """One tie between two rows of this draw's rolls."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="ties")
    inspector = models.CharField("人员标签", max_length=64)
    subject = models.CharField("对象标签", max_length=64)

    class Meta:
        verbose_name = "回避关系快照"
        ordering = ("draw", "inspector", "subject")
        constraints = [
            models.UniqueConstraint(name="conflict_tie_once", fields=["draw", "inspector", "subject"])
        ]

    def __str__(self) -> str:
        return f"{self.inspector[:8]}–{self.subject[:8]}"
