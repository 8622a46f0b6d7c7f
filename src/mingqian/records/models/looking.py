"""调阅: every look with its purpose, and leave to look where no right is at hand."""

from django.db import models
from django.db.models import F, Q

from mingqian.records.enums import Looked, Purpose, RecallState
from mingqian.records.models.items import Item


class Recall(models.Model):
    """调阅申请: leave to consult the records of one thing until a day."""

    thing = models.CharField(max_length=120)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16, choices=Purpose.choices())
    words = models.CharField(max_length=300)
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RecallState.choices(), default=RecallState.ASKED.value)
    until = models.DateField(null=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="recall_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=RecallState.APPROVED.value) | Q(until__isnull=False),
                name="recall_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.pk}"


class Look(models.Model):
    """One line of the access log; refused tries stand in it, too."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="looks")
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    purpose = models.CharField(max_length=16, choices=Purpose.choices())
    words = models.CharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=Looked.choices())
    why = models.CharField(max_length=300, blank=True)
    recall = models.ForeignKey(Recall, models.PROTECT, null=True, related_name="looks")
    kept = models.BooleanField(default=False)  # a copy was taken away

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["by", "item", "until"], name="look_by_person")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.at}"
