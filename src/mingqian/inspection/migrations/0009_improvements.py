"""What is changed because a problem is a general one."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together

PROTECT = django.db.models.deletion.PROTECT
KINDS = [("rule", "完善制度"), ("form", "修订检查表"), ("training", "培训"), ("guidance", "面向企业指导")]


class Migration(Together):
    dependencies: ClassVar = [("accounts", "0001_initial"), ("inspection", "0008_dropped_evidence")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Improvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40)),
                ("point", models.CharField(max_length=20)),
                ("problem", models.CharField(max_length=500)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("words", models.TextField()),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("done_on", models.DateField(null=True)),
                ("outcome", models.TextField(blank=True)),
                (
                    "batch",
                    models.ForeignKey(on_delete=PROTECT, related_name="improvements", to="inspection.batch"),
                ),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.person")),
                ("done_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="accounts.person")),
                ("owner", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.person")),
            ],
            options={
                "ordering": ["batch_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(done_on__isnull=True),
                        fields=("batch", "item", "point"),
                        name="improvement_once_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="improvement_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__isnull", True), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="improvement_done_says_how",
                    ),
                ],
            },
        ),
    ]
