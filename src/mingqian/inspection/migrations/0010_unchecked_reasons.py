"""Why a new licensee was not checked in its first cycle."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together

PROTECT = django.db.models.deletion.PROTECT


class Migration(Together):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("registry", "0001_initial"),
        ("inspection", "0009_improvements"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="UncheckedReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence", models.CharField(max_length=100)),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.person")),
                ("subject", models.ForeignKey(on_delete=PROTECT, related_name="+", to="registry.subject")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "licence"), name="unchecked_once_explained"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="unchecked_says_why"
                    ),
                ],
            },
        ),
    ]
