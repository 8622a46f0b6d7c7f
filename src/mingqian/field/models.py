"""What phones sent: every action as it came, the numbers of those not taken, who is 记录员 of a visit."""

from django.db import models
from django.db.models import Q

from mingqian.field.enums import ActionKind, ActionState

OPEN = (ActionState.RECEIVED.value, ActionState.HELD.value)


class FieldAction(models.Model):
    """One action under the id its phone gave it. Its content never changes; a held one is decided once."""

    id = models.UUIDField(primary_key=True, serialize=False)
    device = models.ForeignKey("records.Device", models.PROTECT, related_name="+")
    visit = models.ForeignKey("inspection.Visit", models.PROTECT, related_name="actions")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ActionKind.choices())
    # The phone's own clock as it wrote it, the corrected moment of legal effect, the server's.
    at = models.CharField(max_length=40)
    effective_at = models.DateTimeField()
    received_at = models.DateTimeField()
    doubt = models.CharField(max_length=200, blank=True)  # 时间待核: why the moment is not certain
    body = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=19)
    entry = models.BigIntegerField()  # the journal's, whose hash the receipt is made of
    state = models.CharField(max_length=10, choices=ActionState.choices())
    reason = models.TextField(blank=True)
    clause = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["visit_id", "effective_at", "device_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["device", "visit", "seq"], name="fieldaction_seq_once"),
            models.CheckConstraint(
                condition=~Q(state=ActionState.HELD.value) | ~Q(reason=""), name="fieldaction_held_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, decided_by__isnull=True)
                | (~Q(state__in=OPEN) & Q(decided_by__isnull=False) & ~Q(decision="")),
                name="fieldaction_decided_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "visit"], name="fieldaction_by_state"),
            models.Index(fields=["receipt"], name="fieldaction_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind} {self.seq}"


class SpentNumber(models.Model):
    """A number of a phone whose action was not taken: without it, everything after would wait for ever."""

    device = models.ForeignKey("records.Device", models.PROTECT, related_name="+")
    visit = models.ForeignKey("inspection.Visit", models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    action = models.UUIDField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["device_id", "visit_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["device", "visit", "seq"], name="spentnumber_once"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.seq}"


class Lease(models.Model):
    """记录员 of a visit: one phone writes the record, the others add to it."""

    visit = models.OneToOneField("inspection.Visit", models.PROTECT, related_name="lease")
    device = models.ForeignKey("records.Device", models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["visit_id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.person_id}"
