"""Rolls as frozen: the header, the file's digest, and every row with the reason of its status.

The roll *file* lies under ``MINGQIAN_HOME/rolls`` by its digest; these rows are the private side of it.
"""

from django.db import models

from mingqian.draw.enums import RollKind


class Roll(models.Model):
    """One snapshot of one list (名录快照). Panels of one class share an inspector roll."""

    roll_hash = models.CharField("名录哈希", max_length=64, unique=True)
    list_id = models.CharField("名录编号", max_length=32)
    kind = models.CharField("名录类别", max_length=10, choices=RollKind.choices())
    header = models.TextField("名录公告（规范字节）", blank=True)
    digest = models.CharField("名录文件哈希", max_length=64, blank=True)
    count = models.PositiveIntegerField("行数", default=0)
    in_words = models.TextField("池的口径", blank=True)
    snapshot_at = models.DateTimeField("快照时间")
    # "open" is no longer written: rows wait on a stage of their own until their hash is known.
    standing = models.CharField(
        max_length=6, choices=[("open", "在建"), ("frozen", "已冻结")], default="open"
    )

    class Meta:
        verbose_name = "名录快照"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.list_id} {self.roll_hash[:8]}"


class RollEntry(models.Model):
    """Who stands behind a tag, and why the row has its status. Never public before its opening."""

    roll = models.ForeignKey(Roll, models.PROTECT, related_name="entries")
    tag = models.CharField(max_length=64)
    identity = models.CharField(max_length=64)
    name = models.CharField("名称", max_length=200)
    stratum = models.CharField("层", max_length=32)
    status = models.CharField("状态", max_length=14)
    weight = models.PositiveSmallIntegerField("签数", default=1)
    record = models.TextField("记录（规范字节）")
    reason = models.CharField("原因", max_length=400, blank=True)
    clause = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "名录行"
        ordering = ("roll", "tag")
        indexes = [models.Index(name="roll_entry_status", fields=["roll", "status"])]
        constraints = [
            models.UniqueConstraint(name="roll_entry_tag_once", fields=["roll", "tag"]),
            models.UniqueConstraint(name="roll_entry_identity_once", fields=["roll", "identity"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.status}"
