"""The bureau's own .docx templates: one version per upload, the newest of a kind in use until it is withdrawn."""

from django.db import models
from django.db.models import Q

from mingqian.documents.enums import Kind, TemplateState


class Template(models.Model):
    """What was uploaded is kept under the hash of its content."""

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind.choices())
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    fields = models.JSONField()  # names used, in their order
    state = models.CharField(
        max_length=8, choices=TemplateState.choices(), default=TemplateState.IN_USE.value
    )
    uploaded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    ended_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["unit_id", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "version"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(state=TemplateState.IN_USE.value),
                name="template_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
