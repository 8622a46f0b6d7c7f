"""附件不再上传: media that were named and will never come."""

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly
from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies = [
        ("accounts", "0001_initial"),
        ("inspection", "0007_ratings"),
    ]

    operations = [
        migrations.CreateModel(
            name="VisitEvidenceDropped",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("media", models.UUIDField(unique=True)),
                ("why", models.CharField(max_length=500)),
                ("instead", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dropped",
                        to="inspection.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["visit_id", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="evidence_dropped_says_why"
                    )
                ],
            },
        ),
        AppendOnly("inspection_visitevidencedropped"),
    ]
