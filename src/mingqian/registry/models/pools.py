"""二次建库: versioned filter rules that narrow ten thousand persons to a current-period pool."""

from django.db import models

from mingqian.registry.enums import PoolState
from mingqian.registry.models.items import Item


class SecondaryPool(models.Model):
    """The current-period pool (当期名录库) of one item."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    item = models.ForeignKey(Item, models.PROTECT, related_name="secondary_pools")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class SecondaryPoolRule(models.Model):
    """One version of the rule: conditions as data, the same in words, and what it does to the count."""

    pool = models.ForeignKey(SecondaryPool, models.PROTECT, related_name="rules")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PoolState.choices(), default=PoolState.DRAFT.value)
    conditions = models.JSONField()
    words = models.TextField()
    reason = models.CharField(max_length=300)
    before_count = models.PositiveIntegerField(null=True, blank=True)
    after_count = models.PositiveIntegerField(null=True, blank=True)
    counted_on = models.DateField(null=True, blank=True)
    clause = models.CharField(max_length=120, blank=True, default="")
    drafted_by = models.CharField(max_length=40)
    approved_by = models.CharField(max_length=40, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "number"], name="pool_rule_once"),
            models.UniqueConstraint(
                fields=["pool"],
                condition=models.Q(state=PoolState.APPROVED.value),
                name="one_rule_in_force_per_pool",
            ),
        ]
