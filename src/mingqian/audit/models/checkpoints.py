"""What this bureau signs over its logs: keys, tiles of the trees, checkpoints, and what came back from outside.

All append-only. Tiles only save work: every one of them can be made again from the entries.
"""

from django.db import models
from django.db.models import Q

from mingqian.audit.enums import Purpose


class OwnKey(models.Model):
    """A public key of this bureau, from when it was first used; the newest of a purpose signs."""

    purpose = models.CharField("用途", max_length=8, choices=Purpose.choices())
    public = models.CharField("公钥", max_length=64, unique=True)
    since = models.DateTimeField("启用时间")

    class Meta:
        verbose_name = "签名密钥"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.purpose} {self.public[:8]}"


class Tile(models.Model):
    """256 hashes side by side in the tree of one log, and the node above them."""

    origin = models.CharField("日志", max_length=200)
    level = models.PositiveSmallIntegerField("层")
    index = models.BigIntegerField("位置")
    hashes = models.BinaryField("哈希")
    root = models.BinaryField("上层哈希", max_length=32)

    class Meta:
        verbose_name = "日志树片"
        constraints = [models.UniqueConstraint(name="tile_once", fields=["origin", "level", "index"])]

    def __str__(self) -> str:
        return f"{self.origin} {self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed statement: this log, so many entries, this root."""

    origin = models.CharField("日志", max_length=200)
    size = models.BigIntegerField("条数")
    root = models.CharField("树根", max_length=64)
    note = models.TextField("签名文本")
    key = models.ForeignKey(OwnKey, models.PROTECT, related_name="checkpoints")
    made_at = models.DateTimeField("签发时间")

    class Meta:
        verbose_name = "检查点"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="checkpoint_once", fields=["origin", "size", "key"]),
            models.CheckConstraint(name="checkpoint_of_something", condition=Q(size__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Cosignature(models.Model):
    """Somebody outside saw this checkpoint and signed it. Checked against a key the bureau had put on record."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    by = models.ForeignKey("audit.TrustedKey", models.PROTECT, related_name="cosignatures")
    line = models.CharField("签名行", max_length=400)
    signed_at = models.DateTimeField("联署时间")
    added_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "联署"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(name="cosigned_once", fields=["checkpoint", "by"])]

    def __str__(self) -> str:
        return self.line[:60]


class TimeStamp(models.Model):
    """An RFC 3161 answer over a checkpoint's note: a third party says when it was there."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="stamps")
    response = models.TextField("时间戳（base64）")
    authority = models.CharField("时间戳机构", max_length=300)
    stamped_at = models.DateTimeField("时间戳时间")
    added_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "时间戳"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.stamped_at}"
