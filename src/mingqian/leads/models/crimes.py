"""涉嫌犯罪移送, one per lead."""

from django.db import models
from django.db.models import F, Q

from mingqian.core.machines import crime_transfer
from mingqian.leads.models.leads import Lead

STATES = list(crime_transfer.MACHINE.states.items())


class CrimeTransfer(models.Model):
    """The task force, its report, the head's decision, the police's receipt."""

    lead = models.OneToOneField(Lead, models.PROTECT, related_name="crime")
    number = models.CharField(max_length=40, unique=True)
    charge = models.CharField(max_length=100)
    force = models.JSONField()  # [[person code, name]…], two or more
    state = models.CharField(max_length=16, choices=STATES, default=crime_transfer.MACHINE.start)
    report = models.TextField(blank=True)
    reported_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    police = models.CharField(max_length=100, blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    opened_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("reported_by")),
                name="crime_reporter_does_not_decide",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(receipt=""), name="crime_sent_with_receipt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.charge}"
