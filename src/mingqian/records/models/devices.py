"""设备: what records, who has it, and everything that happened to it."""

from django.db import models
from django.db.models import Q

from mingqian.records.enums import DeviceKind, DeviceState, DeviceStepKind


class Device(models.Model):
    """执法记录仪、手机 and the like. A phone brings the id it gave itself."""

    number = models.CharField(max_length=40, unique=True)
    token = models.UUIDField(null=True, unique=True)
    kind = models.CharField(max_length=12, choices=DeviceKind.choices())
    name = models.CharField(max_length=80)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DeviceState.choices())
    holder = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DeviceState.ISSUED.value, holder__isnull=False)
                | (~Q(state=DeviceState.ISSUED.value) & Q(holder__isnull=True)),
                name="device_issued_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DeviceStep(models.Model):
    """One line of a device's life; never changed."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=DeviceStepKind.choices())
    holder = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["device_id", "id"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.kind}"
