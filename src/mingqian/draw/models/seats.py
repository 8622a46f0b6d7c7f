"""What a party holds besides its commitment: the link of its phone. And the photographs of the dice."""

from django.db import models
from django.db.models import F, Q

from mingqian.draw.models.ceremony import Party, PublicValue


class SeatLink(models.Model):
    """A link that stands for one party of one draw, on one phone, until a moment.

    Neither the link nor the mark of the phone lies here: their digests do. The link can be shown again, since it
    is derived from ``salt`` and the server's key; a stolen database has none.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="links")
    salt = models.CharField("盐", max_length=64)
    digest = models.CharField("摘要", max_length=64, unique=True)
    holder = models.CharField("持有人", max_length=60)
    issued_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")
    taken_at = models.DateTimeField("手机入座时间", null=True)
    device = models.CharField("手机标记的摘要", max_length=64, blank=True)
    revoked_at = models.DateTimeField("收回时间", null=True)
    revoked_why = models.CharField("收回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "席位链接"
        ordering = ("party", "pk")
        constraints = [
            models.UniqueConstraint(
                name="seat_link_one_open", fields=["party"], condition=Q(revoked_at__isnull=True)
            ),
            models.CheckConstraint(name="seat_link_runs_forward", condition=Q(expires_at__gt=F("issued_at"))),
            models.CheckConstraint(
                name="seat_link_taken_by_a_phone",
                condition=Q(taken_at__isnull=True, device="") | (Q(taken_at__isnull=False) & ~Q(device="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.issued_at}"


class DicePhoto(models.Model):
    """A photograph of what the dice showed; the file lies on disk by its digest, which stands in the public log."""

    value = models.ForeignKey(PublicValue, models.PROTECT, related_name="photos")
    digest = models.CharField("摘要", max_length=64)
    kind = models.CharField("格式", max_length=4)
    size = models.PositiveIntegerField("字节数")
    taken_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    event = models.OneToOneField("draw.LogEvent", models.PROTECT, related_name="+")
    at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = "骰子照片"
        ordering = ("value", "pk")
        constraints = [models.UniqueConstraint(name="dice_photo_once", fields=["value", "digest"])]

    def __str__(self) -> str:
        return self.digest[:8]
