"""The yearly self-check and report, and what was filed."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together

PROTECT = django.db.models.deletion.PROTECT


class Migration(Together):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("inspection", "0011_material"),
        ("registry", "0006_imported_powers"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AnnualDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("item_name", models.CharField(max_length=300)),
                ("year", models.PositiveSmallIntegerField()),
                ("points", models.JSONField()),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.person")),
                ("item", models.ForeignKey(on_delete=PROTECT, related_name="+", to="registry.item")),
                ("unit", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.unit")),
            ],
            options={
                "ordering": ["-year", "code"],
            },
        ),
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("subject_name", models.CharField(max_length=200)),
                ("natural_person", models.BooleanField(default=False)),
                ("answers", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True)),
                ("corrected", models.TextField(blank=True)),
                ("truthful", models.BooleanField(default=False)),
                ("version", models.PositiveSmallIntegerField(default=0)),
                ("filed_on", models.DateField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("tag", models.CharField(blank=True, max_length=64)),
                (
                    "duty",
                    models.ForeignKey(on_delete=PROTECT, related_name="reports", to="inspection.annualduty"),
                ),
                (
                    "handed_by",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="accounts.person"),
                ),
                ("subject", models.ForeignKey(on_delete=PROTECT, related_name="+", to="registry.subject")),
            ],
            options={
                "ordering": ["duty_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="AnnualFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "report",
                    models.ForeignKey(on_delete=PROTECT, related_name="files", to="inspection.annualreport"),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="annualduty",
            constraint=models.UniqueConstraint(fields=("item", "year"), name="annual_duty_once"),
        ),
        migrations.AddIndex(
            model_name="annualreport",
            index=models.Index(fields=["subject"], name="annual_report_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.UniqueConstraint(fields=("duty", "number"), name="annual_report_number_once"),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.UniqueConstraint(fields=("duty", "subject"), name="annual_report_once"),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("filed_on__isnull", True), ("version", 0)),
                    models.Q(
                        ("filed_on__isnull", False),
                        ("handed_by__isnull", False),
                        ("truthful", True),
                        ("version__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="annual_report_filed_by_somebody",
            ),
        ),
    ]
