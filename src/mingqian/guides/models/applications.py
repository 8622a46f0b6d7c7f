"""办件: one application under a guide. It runs on the procedure that stood when it was taken in."""

from django.db import models
from django.db.models import F, Q

from mingqian.guides.enums import Outcome, Standing
from mingqian.guides.models.guides import Guide


class Application(models.Model):
    """``applicant`` is the masked name; ``steps`` are the names of the steps at acceptance."""

    number = models.CharField(max_length=24, unique=True)
    guide = models.ForeignKey(Guide, models.PROTECT, related_name="applications")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    applicant = models.CharField(max_length=8)
    tail = models.CharField(max_length=4)
    steps = models.JSONField(default=list)
    stage = models.PositiveSmallIntegerField(default=1)
    accepted_on = models.DateField()
    due_on = models.DateField()
    standing = models.CharField(max_length=8, choices=Standing.choices(), default=Standing.RUNNING.value)
    outcome = models.CharField(max_length=12, choices=Outcome.choices(), blank=True, default="")
    closed_on = models.DateField(null=True)
    accepted_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    wrong_on = models.DateField(null=True)
    wrong_asks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing="running", outcome="", closed_on__isnull=True)
                | (Q(standing="closed", closed_on__gte=F("accepted_on")) & ~Q(outcome="")),
                name="application_ends_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["guide", "due_on"], name="application_by_due")]

    def __str__(self) -> str:
        return self.number
