"""Keys of others, and what this bureau saw of their logs when it co-signed them as the upper one."""

from django.db import models
from django.db.models import Q

from mingqian.audit.enums import KeyHolder, KeyState, Verdict
from mingqian.core.canonical import Suite


class TrustedKey(models.Model):
    """A verifier key that came by another way than the signatures it checks: paper, a visit, a letter."""

    name = models.CharField("名称", max_length=200)
    key = models.CharField("公钥", max_length=400, unique=True)
    holder = models.CharField("持有人", max_length=8, choices=KeyHolder.choices())
    unit = models.CharField("单位", max_length=120)
    # Of a log: what its tree is hashed with.
    suite = models.CharField("哈希算法", max_length=8, choices=[(one.value, one.value) for one in Suite])
    state = models.CharField("状态", max_length=8, choices=KeyState.choices())
    since = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = "外部公钥"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="trusted_key_ended_has_time",
                condition=Q(state=KeyState.IN_USE.value, ended_at=None)
                | Q(state=KeyState.ENDED.value, ended_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SeenNote(models.Model):
    """A checkpoint of another log as it was shown to us, and what we answered. A fork stays on record too."""

    key = models.ForeignKey(TrustedKey, models.PROTECT, related_name="seen")
    origin = models.CharField("日志", max_length=200)
    size = models.BigIntegerField("条数")
    root = models.CharField("树根", max_length=64)
    note = models.TextField("签名文本")
    proof = models.TextField("一致性证明", blank=True)
    verdict = models.CharField("结论", max_length=8, choices=Verdict.choices())
    line = models.CharField("联署签名行", max_length=400, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "见过的检查点"
        ordering = ("pk",)
        indexes = [models.Index(name="seen_origin", fields=["origin", "verdict", "size"])]

    def __str__(self) -> str:
        return f"{self.origin} {self.size} {self.verdict}"
