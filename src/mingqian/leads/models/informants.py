"""举报人: sealed, apart from the lead; every opening is a row that stays."""

from django.db import models
from django.db.models import Q

from mingqian.leads.enums import Purpose
from mingqian.leads.models.leads import Lead


class SealedInformant(models.Model):
    """Ciphertext only: neither a search nor an export nor a dump of the database shows who told it."""

    lead = models.OneToOneField(Lead, models.PROTECT, related_name="informant")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"informant of {self.lead_id}"


class Unsealing(models.Model):
    """A log of its own: who opened it, why, when."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="unsealings")
    purpose = models.CharField(max_length=12, choices=Purpose.choices())
    words = models.TextField()
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["lead_id", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="unsealing_says_why")]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.purpose}"
