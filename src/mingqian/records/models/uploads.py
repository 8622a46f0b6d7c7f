"""An upload under way. How much of it is here, the file on disk says: no row is written while bytes arrive."""

from django.db import models
from django.db.models import Q

from mingqian.records.enums import UploadState


class Upload(models.Model):
    """What a phone announced under an id of its own; the same id with other data is refused."""

    id = models.UUIDField(primary_key=True)
    thing = models.CharField(max_length=120)
    stage = models.CharField(max_length=24)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    captured_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    device = models.UUIDField(null=True)
    series = models.UUIDField(null=True)
    part = models.PositiveIntegerField(default=1)
    of = models.PositiveIntegerField(default=1)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=UploadState.choices(), default=UploadState.RECEIVING.value
    )

    class Meta:
        ordering = ["announced_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_is_not_empty"),
            models.CheckConstraint(condition=Q(part__gte=1), name="upload_part_counts_from_one"),
        ]
        indexes = [models.Index(fields=["state", "announced_at"], name="upload_by_state")]

    def __str__(self) -> str:
        return str(self.id)
