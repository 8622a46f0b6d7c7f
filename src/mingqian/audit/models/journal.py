"""The journal's own two tables. Both are guarded by triggers: see migration 0001 and ``immutability``."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from mingqian.audit.enums import EVENTS
from mingqian.core.canonical import Suite


class Entry(models.Model):
    """One event. Every column is text exactly as it was hashed, so that nothing is lost in conversion."""

    seq = models.BigIntegerField("序号", primary_key=True)
    # UTC with six decimals, fixed width: sorts as time does and is the same text on both databases.
    at = models.CharField("时间", max_length=27)
    kind = models.CharField("事件", max_length=64)
    actor = models.CharField("工号", max_length=32)
    actor_name = models.CharField("姓名", max_length=60)
    actor_unit = models.CharField("单位", max_length=120)
    thing = models.CharField("对象", max_length=200)
    body = models.TextField("内容")
    previous = models.CharField("前一条哈希", max_length=64)
    hash = models.CharField("哈希", max_length=64)

    class Meta:
        verbose_name = "日志条目"
        ordering = ("seq",)
        indexes = [
            models.Index(name="entry_thing", fields=["thing", "seq"]),
            models.Index(name="entry_kind", fields=["kind", "seq"]),
            models.Index(name="entry_actor", fields=["actor", "seq"]),
        ]
        constraints = [models.CheckConstraint(name="entry_seq_from_one", condition=Q(seq__gte=1))]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def moment(self) -> datetime:
        """``at`` as an aware datetime."""
        return datetime.fromisoformat(self.at)

    @property
    def label(self) -> str:
        """The event in words; one that a later program dropped keeps its code."""
        event = EVENTS.get(self.kind)
        return event.label if event else self.kind


class JournalHead(models.Model):
    """The one row that knows how long the journal is; locked by each append, so numbers have no gaps."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    suite = models.CharField(
        "哈希算法", max_length=8, choices=[(suite.value, suite.value) for suite in Suite]
    )
    count = models.BigIntegerField("条数", default=0)
    hash = models.CharField("末条哈希", max_length=64)

    class Meta:
        verbose_name = "日志末端"
        constraints = [
            models.CheckConstraint(name="journal_head_single", condition=Q(id=1)),
            models.CheckConstraint(
                name="journal_head_suite_known", condition=Q(suite__in=[suite.value for suite in Suite])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.hash[:8]}"
