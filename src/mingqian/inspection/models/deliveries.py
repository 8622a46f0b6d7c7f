"""报送: confirmed results on their way to the bureau's information department, until it signs for them."""

from django.db import models
from django.db.models import Q

from mingqian.core.machines import delivery
from mingqian.inspection.models.batches import Batch
from mingqian.inspection.models.tasks import Task

STATES = list(delivery.MACHINE.states.items())


class Delivery(models.Model):
    """厦门 三(六)2: one sheet for what was confirmed together; received, or returned with a reason."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="deliveries")
    number = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=STATES, default=delivery.MACHINE.start)
    sent_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)  # receipt number, why it came back, what was mended
    answered_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="received") | Q(answered_by__isnull=False),
                name="delivery_received_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(words=""), name="delivery_returned_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DeliveredResult(models.Model):
    """One result on a sheet, as it was when it was sent."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="results")
    task = models.ForeignKey(Task, models.PROTECT, related_name="delivered")
    outcome = models.CharField(max_length=16)

    class Meta:
        ordering = ["delivery_id", "task_id"]
        constraints = [models.UniqueConstraint(fields=["delivery", "task"], name="deliveredresult_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.task_id}"
