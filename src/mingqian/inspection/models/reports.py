"""执法检查报告: figures of a batch with words about them, frozen when it is approved."""

from django.db import models
from django.db.models import F, Q

from mingqian.core.machines import batch_report
from mingqian.inspection.models.batches import Batch

STATES = list(batch_report.MACHINE.states.items())


class BatchReport(models.Model):
    """One per batch. While it is written its figures are counted anew; approval keeps them as they were."""

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="report")
    number = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=STATES, default=batch_report.MACHINE.start)
    situation = models.TextField(blank=True)  # 检查开展情况
    analysis = models.TextField(blank=True)  # 存在的普遍性问题
    measures = models.TextField(blank=True)  # 处理和建议
    figures = models.JSONField(default=dict)
    written_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    sent_to = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField(null=True)

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("written_by")),
                name="batchreport_writer_does_not_approve",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | (Q(sent_on__isnull=False) & ~Q(sent_to="")),
                name="batchreport_sent_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.number
