"""查重: what somebody decided about two rows that may be one and the same body."""

from django.db import models

from mingqian.registry.enums import DuplicateGround, Verdict
from mingqian.registry.models.subjects import Subject


class DuplicateDecision(models.Model):
    """Same or different, by whom and why. A decision can be taken back once; a new one is a new row.

    XM-22 「同一主体一条记录、多个类别」. ``moved`` lists the rows that went over to the kept subject.
    """

    kept = models.ForeignKey(Subject, models.PROTECT, related_name="duplicates_kept")
    other = models.ForeignKey(Subject, models.PROTECT, related_name="duplicates_other")
    verdict = models.CharField(max_length=10, choices=Verdict.choices())
    reason = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300, blank=True, default="")
    moved = models.JSONField(default=dict)
    decided_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField()
    undone_by = models.CharField(max_length=40, blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(name="duplicate_of_another", condition=~models.Q(kept=models.F("other"))),
            models.CheckConstraint(
                name="duplicate_undone_is_whole",
                condition=models.Q(undone_at__isnull=True, undone_by="", undone_reason="")
                | (models.Q(undone_at__isnull=False) & ~models.Q(undone_by="") & ~models.Q(undone_reason="")),
            ),
            models.UniqueConstraint(
                fields=["other"],
                condition=models.Q(verdict="same", undone_at__isnull=True),
                name="duplicate_merged_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id}/{self.other_id} {self.verdict}"


class DuplicateCandidate(models.Model):
    """Two rows that look alike, as the last scan found them; rebuilt by every scan, decided rows left out."""

    first = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    second = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    ground = models.CharField(max_length=12, choices=DuplicateGround.choices())
    detail = models.CharField(max_length=200, blank=True, default="")
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("ground", "id")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_candidate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}/{self.second_id} {self.ground}"
