"""A record as it is kept, and what was said about records that are incomplete."""

from django.db import models
from django.db.models import F, Q

from mingqian.records.enums import ItemState, Label, LabelState, Medium, Without


class Item(models.Model):
    """One photograph, sound, film or paper of one thing. Two items may share one content."""

    media = models.UUIDField(unique=True)
    thing = models.CharField(max_length=120)
    title = models.CharField(max_length=200)  # what the thing was called when this arrived
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=24)
    kind = models.CharField(max_length=24)
    medium = models.CharField(max_length=8, choices=Medium.choices())
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    captured_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # of sound and film, by the phone
    received_at = models.DateTimeField()
    device = models.ForeignKey("records.Device", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    series = models.UUIDField(null=True)
    part = models.PositiveIntegerField(default=1)
    of = models.PositiveIntegerField(default=1)
    receipt = models.CharField(max_length=24)
    label = models.CharField(max_length=10, choices=Label.choices(), default=Label.INTERNAL.value)
    evidence = models.BooleanField(default=False)
    retention = models.CharField(max_length=24)
    until = models.DateField(null=True)  # empty: for ever
    state = models.CharField(max_length=10, choices=ItemState.choices(), default=ItemState.KEPT.value)

    class Meta:
        ordering = ["thing", "captured_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="item_is_not_empty"),
            models.CheckConstraint(condition=Q(part__gte=1, of__gte=F("part")), name="item_part_of_whole"),
            models.UniqueConstraint(
                fields=["series", "part"], condition=Q(series__isnull=False), name="item_part_once"
            ),
        ]
        indexes = [
            models.Index(fields=["thing", "captured_at"], name="item_by_thing"),
            models.Index(fields=["subject", "captured_at"], name="item_by_subject"),
            models.Index(fields=["sha256"], name="item_by_content"),
            models.Index(fields=["state", "until"], name="item_by_expiry"),
            models.Index(fields=["received_at"], name="item_by_receipt"),
        ]

    def __str__(self) -> str:
        return self.receipt


class GapNote(models.Model):
    """Why a recording was interrupted (内蒙古244号: 中断的用语音或者书面说明)."""

    series = models.UUIDField()
    after = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["series", "after"]
        constraints = [models.UniqueConstraint(fields=["series", "after"], name="gap_explained_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.after}"


class Absence(models.Model):
    """A conditional recording that was not made, with the coded reason."""

    thing = models.CharField(max_length=120)
    stage = models.CharField(max_length=24)
    kind = models.CharField(max_length=24)
    reason = models.CharField(max_length=16, choices=Without.choices())
    words = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["thing", "stage", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["thing", "stage", "kind"], name="absence_explained_once")
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.stage}/{self.kind}"


class LabelChange(models.Model):
    """A label raised by one person, or lowered by two."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="label_changes")
    before = models.CharField(max_length=10, choices=Label.choices())
    after = models.CharField(max_length=10, choices=Label.choices())
    why = models.CharField(max_length=200)
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=LabelState.choices())
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(state=LabelState.ASKED.value), name="labelchange_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="labelchange_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.before}→{self.after}"
