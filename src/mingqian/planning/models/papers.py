"""Papers of an item (检查指引、检查评价办法): versions with their points, and who was given one and read it."""

from django.db import models
from django.db.models import F, Q

from mingqian.planning.enums import DeliveryState, PaperKind, PaperState


class ItemPaper(models.Model):
    """PD-09 制定抽查检查工作指引; XM-30 逐项制定监管事项评价办法. A change is a new version, both stay.

    ``points``: [{"number", "content", "standard", "basis"}]; ``conclusions``: the closed set of a method.
    """

    kind = models.CharField(max_length=20, choices=PaperKind.choices())
    item = models.ForeignKey("registry.Item", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    points = models.JSONField(default=list)
    conclusions = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=PaperState.choices())
    return_reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    prepared_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    submitted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item_id", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "item", "number"], name="paper_version_once"),
            models.UniqueConstraint(
                fields=["kind", "item"], condition=Q(state="published"), name="paper_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["kind", "item"],
                condition=Q(state__in=("draft", "submitted", "approved")),
                name="paper_one_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("prepared_by")) & ~Q(approved_by=F("submitted_by"))),
                name="paper_approved_by_another",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="paper_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"


class PaperReceipt(models.Model):
    """A published paper given to a unit, and who of that unit signed 已阅."""

    paper = models.ForeignKey(ItemPaper, models.PROTECT, related_name="receipts")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices(), default=DeliveryState.DELIVERED.value
    )
    delivered_at = models.DateTimeField()
    read_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["paper_id", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "unit"], name="paper_given_once"),
            models.CheckConstraint(
                condition=Q(state="delivered", read_by__isnull=True, read_at__isnull=True)
                | Q(state="read", read_by__isnull=False, read_at__isnull=False),
                name="paper_read_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.unit_id}"
