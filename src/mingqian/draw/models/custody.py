"""What became of the key of sealed rolls (sxsj1 §2): shared out, opened for a court, destroyed after appeals."""

from django.db import models
from django.db.models import Q

from mingqian.draw.enums import KeyAct
from mingqian.draw.models.ceremony import Draw


class KeyCustody(models.Model):
    """One act. The key itself never stands in the database."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="custody")
    act = models.CharField("办理", max_length=9, choices=KeyAct.choices())
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField("理由", max_length=400)
    keep_until = models.DateField("保管至", null=True)

    class Meta:
        verbose_name = "名录密钥保管"
        ordering = ("draw", "pk")
        constraints = [
            models.UniqueConstraint(
                name="key_shared_once", fields=["draw"], condition=Q(act=KeyAct.SHARED.value)
            ),
            models.UniqueConstraint(
                name="key_destroyed_once", fields=["draw"], condition=Q(act=KeyAct.DESTROYED.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw.code} {self.act}"
