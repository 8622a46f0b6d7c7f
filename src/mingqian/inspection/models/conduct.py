"""反映检查人员: what a firm or a passer-by says about inspectors. Only the discipline office ever reads it."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import ConductKind
from mingqian.inspection.models.approvals import Approval
from mingqian.inspection.models.tasks import Task


class ConductReport(models.Model):
    """鄂州 (三)3. ``code`` is what the reporter asks by; ``by`` stays empty where he wants no name."""

    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=10, choices=ConductKind.choices())
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+")
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, related_name="+")
    inspector = models.ForeignKey("registry.Inspector", models.PROTECT, null=True, related_name="+")
    shown = models.CharField(
        max_length=60, blank=True
    )  # the code or certificate number that raised the doubt
    text = models.TextField()
    contact = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField()
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="conductreport_has_words"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | ~Q(reply=""), name="conductreport_reply_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.code
