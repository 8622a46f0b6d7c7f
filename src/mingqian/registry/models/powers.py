"""权责清单: the powers an organ has, and which items of the random list carry out which of them."""

from django.db import models

from mingqian.registry.enums import PowerKind, PowerState
from mingqian.registry.models.items import Item
from mingqian.registry.models.rule_documents import RuleDocument


class Power(models.Model):
    """One power. What it says is never rewritten; it is cancelled on a day, with the ground (EZ-16)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=PowerKind.choices())
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")  # 行使主体
    document = models.ForeignKey(RuleDocument, models.PROTECT, related_name="powers")
    article = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=PowerState.choices(), default=PowerState.LISTED.value)
    listed_on = models.DateField()
    listed_by = models.CharField(max_length=100)  # 列入清单的文号或会议
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_ground = models.CharField(max_length=300, blank=True, default="")
    items = models.ManyToManyField(Item, through="PowerItem", related_name="powers")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cancelled_on__isnull=True) | ~models.Q(cancelled_ground=""),
                name="power_ends_with_a_ground",
            ),
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class PowerItem(models.Model):
    """结合我局行政权力 (涪陵 三(一)): this item carries out that power."""

    power = models.ForeignKey(Power, models.PROTECT, related_name="links")
    item = models.ForeignKey(Item, models.PROTECT, related_name="power_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["power", "item"], name="power_and_item_once")]
