"""监管对象自查 (厦门 三(三)(1)): the yearly self-check and report a firm owes, and what it filed."""

from django.db import models
from django.db.models import Q


class AnnualDuty(models.Model):
    """One item's reports about one year: the points of the self-check, the day they are due."""

    code = models.CharField(max_length=32, unique=True)
    item = models.ForeignKey("registry.Item", models.PROTECT, related_name="+")
    item_name = models.CharField(max_length=300)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    points = models.JSONField()  # [[key, text]]
    due_on = models.DateField()
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "code"]
        constraints = [models.UniqueConstraint(fields=["item", "year"], name="annual_duty_once")]

    def __str__(self) -> str:
        return self.code


class AnnualReport(models.Model):
    """What one subject owes; empty until it files. Filed again, it is corrected: the first day counts."""

    duty = models.ForeignKey(AnnualDuty, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="+")
    subject_name = models.CharField(max_length=200)
    natural_person = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)  # key of the point → mark
    words = models.TextField(blank=True)
    corrected = models.TextField(blank=True)  # 自纠: what was found wrong and put right
    truthful = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=0)
    filed_on = models.DateField(null=True)
    handed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    tag = models.CharField(max_length=64, blank=True)  # the category whoever did not file was put into

    class Meta:
        ordering = ["duty_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "number"], name="annual_report_number_once"),
            models.UniqueConstraint(fields=["duty", "subject"], name="annual_report_once"),
            models.CheckConstraint(
                condition=Q(version=0, filed_on__isnull=True)
                | Q(version__gt=0, filed_on__isnull=False, handed_by__isnull=False, truthful=True),
                name="annual_report_filed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="annual_report_by_subject")]

    def __str__(self) -> str:
        return f"{self.duty_id}/{self.number}"


class AnnualFile(models.Model):
    """What came with a report, kept under the hash of its content."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="files")
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
