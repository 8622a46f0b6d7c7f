"""One visit for several items (综合查一次): the proposal, and the visits it would make."""

from django.db import models
from django.db.models import Q

from mingqian.planning.enums import MergeForce, MergeState


class MergeProposal(models.Model):
    """FL-32 原则上应一次性完成; PD-17 应当合并安排; XM-37 可实施联合检查."""

    draw_code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    plan = models.ForeignKey("planning.ImplementationPlan", models.PROTECT, related_name="merge_proposals")
    force = models.CharField(max_length=12, choices=MergeForce.choices())
    clause = models.TextField()
    state = models.CharField(max_length=10, choices=MergeState.choices())
    pairs = models.PositiveIntegerField()
    visits_count = models.PositiveIntegerField()
    person_days_before = models.PositiveIntegerField()
    person_days_after = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["draw_code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["draw_code", "version"], name="merge_version_once"),
            models.CheckConstraint(
                condition=~Q(state=MergeState.DECLINED.value) | ~Q(reason=""), name="merge_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_code}/{self.version}"


class Visit(models.Model):
    """One walk to one subject."""

    proposal = models.ForeignKey(MergeProposal, models.CASCADE, related_name="visits")
    number = models.PositiveIntegerField()
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["proposal_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="visit_number_once"),
            models.UniqueConstraint(fields=["proposal", "subject"], name="visit_subject_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}-{self.number}"


class VisitItem(models.Model):
    """One item done on a visit, and the team the draw paired it with (0: outside assistance)."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="items")
    item = models.ForeignKey("planning.PlannedItem", models.PROTECT, related_name="+")
    team = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["visit_id", "id"]
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="visititem_once")]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.item_id}"
