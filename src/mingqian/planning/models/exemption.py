"""Exemption (免检) of a drawn subject: a decision by two people that stays in the public result."""

from django.db import models
from django.db.models import F, Q

from mingqian.planning.enums import ExemptionStage, ExemptionState


class Exemption(models.Model):
    """XM-58: 如被抽查对象在3个月内已接受过抽查且不属于异常监管对象，可予以免检.

    ``draw_code`` and ``tag`` name the draw as text: draws live in a room above this one.
    """

    plan = models.ForeignKey("planning.ImplementationPlan", models.PROTECT, related_name="exemptions")
    item = models.ForeignKey("planning.PlannedItem", models.PROTECT, related_name="exemptions")
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    draw_code = models.CharField(max_length=40)
    tag = models.CharField(max_length=64, blank=True)
    stage = models.CharField(max_length=14, choices=ExemptionStage.choices())
    drawn_on = models.DateField()
    last_checked_on = models.DateField()
    clause = models.TextField()
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ExemptionState.choices())
    decision_reason = models.TextField(blank=True)
    below_floor = models.BooleanField(default=False)
    coverage = models.JSONField(default=dict)
    requested_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["draw_code", "item_id", "subject_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw_code", "item", "subject"],
                condition=~Q(state=ExemptionState.REFUSED.value),
                name="exemption_once_per_pair",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="exemption_requester_does_not_decide",
            ),
            models.CheckConstraint(
                condition=Q(state=ExemptionState.REQUESTED.value, decided_by__isnull=True)
                | (~Q(state=ExemptionState.REQUESTED.value) & Q(decided_by__isnull=False)),
                name="exemption_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_code} {self.subject_id}"
