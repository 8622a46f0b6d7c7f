"""Demand (抽查需求): what a section asks the next plan to contain."""

from django.db import models
from django.db.models import Q

from mingqian.planning.enums import DemandKind, DemandState


class Demand(models.Model):
    """FL-16/17: 发起部门在每年6月底前提出“双随机”抽查需求; 也可根据工作实际，适时提出."""

    code = models.CharField(max_length=60, unique=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    item = models.ForeignKey("registry.Item", models.PROTECT, related_name="+")
    serves_year = models.PositiveSmallIntegerField()
    serves_clause = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=DemandKind.choices())
    rounds = models.PositiveSmallIntegerField()
    methods = models.JSONField(default=list)
    inspectors_needed = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    window_until = models.DateField(null=True)
    window_clause = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=DemandState.choices())
    returned_reason = models.TextField(blank=True)
    line = models.ForeignKey("planning.PlanLine", models.SET_NULL, null=True, related_name="demands")
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(rounds__gte=1), name="demand_asks_for_a_round"),
            models.CheckConstraint(
                condition=~Q(kind=DemandKind.AD_HOC.value) | ~Q(reason=""), name="demand_ad_hoc_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=DemandState.RETURNED.value) | ~Q(returned_reason=""),
                name="demand_returned_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.code
