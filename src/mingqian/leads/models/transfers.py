"""移送其他部门: a numbered letter out, and what came back."""

from django.db import models
from django.db.models import Q

from mingqian.leads.enums import ReceiptState
from mingqian.leads.models.leads import Lead


class Transfer(models.Model):
    """One sending; a refused one is followed by the next."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="transfers")
    number = models.CharField(max_length=40, unique=True)
    to = models.CharField(max_length=100)
    reason = models.TextField()
    sent_on = models.DateField()
    sent_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    receipt = models.CharField(
        max_length=12,
        choices=ReceiptState.choices(),
        default=ReceiptState.WAITING.value,
    )
    receipt_words = models.CharField(max_length=300, blank=True)
    receipt_on = models.DateField(null=True)

    class Meta:
        ordering = ["lead_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt=ReceiptState.WAITING.value, receipt_on__isnull=True)
                | (
                    ~Q(receipt=ReceiptState.WAITING.value)
                    & Q(receipt_on__isnull=False)
                    & ~Q(receipt_words="")
                ),
                name="transfer_receipt_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number
