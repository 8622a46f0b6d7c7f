"""Looking after the vault: checks of integrity, legal holds, destruction by two people."""

from django.db import models
from django.db.models import F, Q

from mingqian.records.enums import DisposalState
from mingqian.records.models.items import Item


class Check(models.Model):
    """One pass over every content: how much was read, what was wrong."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    by = models.CharField(max_length=60)
    contents = models.PositiveIntegerField()
    size = models.BigIntegerField()
    faults = models.JSONField(default=list)  # [{"sha256", "fault", "things": [...]}]

    class Meta:
        ordering = ["-ended_at", "-id"]

    def __str__(self) -> str:
        return f"{self.ended_at} {self.contents}"


class Hold(models.Model):
    """暂停销毁: nothing of this thing expires while a matter is open (complaint, reconsideration, lawsuit)."""

    thing = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing"], condition=Q(lifted_at__isnull=True), name="hold_one_open"
            )
        ]

    def __str__(self) -> str:
        return self.thing


class Disposal(models.Model):
    """销毁清册: what has expired, who listed it, who decided."""

    number = models.CharField(max_length=40, unique=True)
    why = models.CharField(max_length=300)
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=DisposalState.choices(), default=DisposalState.PROPOSED.value
    )
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="disposal_two_people",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Clearing(models.Model):
    """The contents of a decided list are to go: written with the decision, ended once none of them is left."""

    disposal = models.OneToOneField(Disposal, models.PROTECT, related_name="clearing")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["disposal_id"]

    def __str__(self) -> str:
        return f"{self.disposal_id} {self.ended_at or ''}"


class DisposalLine(models.Model):
    """One record of a list of destruction."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="disposals")

    class Meta:
        ordering = ["disposal_id", "item_id"]
        constraints = [models.UniqueConstraint(fields=["disposal", "item"], name="disposalline_once")]

    def __str__(self) -> str:
        return f"{self.disposal_id} {self.item_id}"
