"""Whom a rule document was sent to, and who printed it when."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together

CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


class Migration(Together):
    dependencies: ClassVar = [("accounts", "0001_initial"), ("registry", "0003_powers")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RuleDocumentPrinting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("printed_by", models.CharField(blank=True, default="", max_length=100)),
                ("printed_on", models.DateField(blank=True, null=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=CASCADE, related_name="printing", to="registry.ruledocument"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleDocumentAddressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(on_delete=CASCADE, related_name="addressees", to="registry.ruledocument"),
                ),
                ("unit", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.unit")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "unit"), name="document_sent_to_a_unit_once")
                ],
            },
        ),
    ]
