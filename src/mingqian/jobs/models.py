"""Columns and constraints of long work and of what comes round by itself."""

from django.db import models
from django.db.models import Q

from mingqian.jobs.enums import OPEN, JobState


class Job(models.Model):
    """One piece of long work. While it runs, its progress lies in a file (``places``), not in this row."""

    kind = models.CharField("种类", max_length=64)
    title = models.CharField("内容", max_length=200)
    # Empty: nobody asked, it came round by itself.
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, verbose_name="交办人", null=True, blank=True, related_name="+"
    )
    arguments = models.JSONField("参数", default=dict)
    file_name = models.CharField("交来的文件", max_length=120, blank=True, default="")
    state = models.CharField(
        "状态",
        max_length=12,
        choices=JobState.choices(),
        default=JobState.WAITING.value,
    )
    done = models.BigIntegerField("已办", default=0)
    total = models.BigIntegerField("共", default=0)
    words = models.CharField("进度", max_length=200, blank=True, default="")
    told = models.CharField("结果", max_length=500, blank=True, default="")
    url = models.CharField("结果网址", max_length=300, blank=True, default="")
    refusal = models.JSONField("未办成的原因", default=list)
    result_name = models.CharField("结果文件", max_length=120, blank=True, default="")
    result_size = models.BigIntegerField("字节", default=0)
    result_sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    result_until = models.DateField("保留到", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    worker = models.CharField("执行程序", max_length=80, blank=True, default="")
    asked_at = models.DateTimeField("交办时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "长任务"
        ordering = ("-id",)
        indexes = [
            models.Index(name="job_open", fields=["id"], condition=Q(state__in=OPEN)),
            models.Index(name="job_of_person", fields=["person", "-id"]),
            models.Index(name="job_keeps_file", fields=["result_until"], condition=~Q(result_name="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_state_known", condition=Q(state__in=[state.value for state in JobState])
            ),
            models.CheckConstraint(
                name="job_ends_when_final", condition=Q(state__in=OPEN) | Q(finished_at__isnull=False)
            ),
            models.CheckConstraint(
                name="job_runs_somewhere", condition=~Q(state=JobState.RUNNING.value) | ~Q(worker="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """When periodic work of a kind is due next; whoever moves ``next_at`` on asks for the job."""

    kind = models.CharField("种类", max_length=64, primary_key=True)
    next_at = models.DateTimeField("下次")

    class Meta:
        verbose_name = "周期任务"

    def __str__(self) -> str:
        return self.kind
