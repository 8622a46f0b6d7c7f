"""Rows of the import: batches, what each batch changed, and what each source said of a subject.

Reading files and deciding what changes is ``registry.importing``; here are only columns and constraints.
"""

from django.db import models

from mingqian.registry.enums import ChangeAction, ImportState, UploadState


class ImportBatch(models.Model):
    """One confirmed import of one file. XM-24 「实时更新维护」: every change can be traced to its batch."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12)  # importing.columns.Kind
    state = models.CharField(max_length=12, choices=ImportState.choices(), default=ImportState.APPLIED.value)
    source = models.CharField(max_length=40, default="", blank=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=80)
    file_bytes = models.BigIntegerField()
    layout = models.JSONField(default=dict)
    rows = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    merged = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    warned = models.IntegerField(default=0)
    healed = models.IntegerField(default=0)
    conflicts = models.IntegerField(default=0)
    applied_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    reverted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reverted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="import_batch_revert_is_whole",
                condition=models.Q(state="reverted", reverted_by__isnull=False, reverted_at__isnull=False)
                | models.Q(~models.Q(state="reverted"), reverted_by__isnull=True, reverted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ImportChange(models.Model):
    """One thing one batch added or changed; ``before`` and ``after`` hold the changed fields only."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="changes")
    thing_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=ChangeAction.choices())
    line = models.IntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["thing_id", "batch"], name="import_change_thing")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "thing_id"], name="import_change_once_per_batch"),
        ]


class SubjectSource(models.Model):
    """What one source list said of one subject in one batch; the latest of a source counts.

    PD-14: the registry may rest on 参保企业信息系统 and on units approved by the department.
    """

    subject = models.ForeignKey("registry.Subject", on_delete=models.CASCADE, related_name="sources")
    source = models.CharField(max_length=40)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")
    said = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["batch", "subject"], name="subject_source_once_per_batch"),
        ]


class ImportUpload(models.Model):
    """A file handed in at the desk, its preview, and what became of it. The file lies beside the database."""

    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    wishes = models.JSONField(default=dict)  # kind, source, tag, sheet, mapping
    file_name = models.CharField(max_length=255)
    file_bytes = models.BigIntegerField()
    file_digest = models.CharField(max_length=80)
    state = models.CharField(
        max_length=10,
        choices=UploadState.choices(),
        default=UploadState.RECEIVED.value,
    )
    shown = models.JSONField(default=dict)  # the preview as the person saw it
    refusal = models.TextField(blank=True, default="")
    batch = models.OneToOneField(ImportBatch, on_delete=models.PROTECT, null=True, related_name="upload")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.file_name}（{self.pk}）"
