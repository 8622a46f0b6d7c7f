"""The public draw log (sxsj1 §9): one RFC 6962 tree per origin, whose leaves are protocol events."""

from django.db import models
from django.db.models import Q

from mingqian.core.canonical import Suite
from mingqian.draw.enums import Origin


class Log(models.Model):
    """One origin. The row is locked by each append, so indexes have no gaps; plans are numbered per log."""

    origin = models.CharField("来源", max_length=200, unique=True)
    nature = models.CharField("性质", max_length=10, choices=Origin.choices())
    suite = models.CharField("哈希算法", max_length=8, choices=[(one.value, one.value) for one in Suite])
    size = models.BigIntegerField("事件数", default=0)
    plans = models.PositiveIntegerField("已发布的抽查任务数", default=0)
    last_plan = models.CharField("上一任务公告的哈希", max_length=64, blank=True)

    class Meta:
        verbose_name = "抽取日志"
        constraints = [models.CheckConstraint(name="draw_log_size_from_zero", condition=Q(size__gte=0))]

    def __str__(self) -> str:
        return f"{self.origin}（{self.size}）"


class LogEvent(models.Model):
    """One leaf. ``nonce`` and ``body`` open an event closed under an embargo; they stay private till it ends."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="events")
    index = models.BigIntegerField("位置")
    draw = models.ForeignKey("draw.Draw", models.PROTECT, null=True, related_name="events")
    # A roll's event names no draw (sxsj1 §10: draw is null for a roll); this is how a transcript finds it.
    roll = models.OneToOneField("draw.Roll", models.PROTECT, null=True, related_name="event")
    kind = models.CharField("事件", max_length=12)
    at = models.DateTimeField("时间")
    event = models.TextField("事件文档（规范字节）")
    leaf = models.CharField("叶哈希", max_length=64)
    nonce = models.CharField("随机数", max_length=64, blank=True)
    body = models.TextField("封存的内容（规范字节）", blank=True)

    class Meta:
        verbose_name = "抽取日志事件"
        ordering = ("log", "index")
        indexes = [models.Index(name="log_event_draw", fields=["draw", "index"])]
        constraints = [
            models.UniqueConstraint(name="log_event_index_once", fields=["log", "index"]),
            models.CheckConstraint(
                name="log_event_opening_is_a_pair",
                condition=Q(nonce="", body="") | (~Q(nonce="") & ~Q(body="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"
