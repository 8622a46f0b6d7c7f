"""The list of powers, and which item carries out which."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import FrozenWhen
from mingqian.audit.migrating import Together

KINDS = [
    ("licence", "行政许可"),
    ("penalty", "行政处罚"),
    ("coercion", "行政强制"),
    ("levy", "行政征收"),
    ("fee", "行政收费"),
    ("benefit", "行政给付"),
    ("inspection", "行政检查"),
    ("confirmation", "行政确认"),
    ("reward", "行政奖励"),
    ("ruling", "行政裁决"),
    ("other", "其他行政权力"),
]


class Migration(Together):
    dependencies: ClassVar = [("accounts", "0001_initial"), ("registry", "0002_calendar_reason")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Power",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(choices=KINDS, max_length=16)),
                ("article", models.CharField(max_length=100)),
                ("listed_on", models.DateField()),
                ("listed_by", models.CharField(max_length=100)),
                ("cancelled_on", models.DateField(blank=True, null=True)),
                ("cancelled_ground", models.CharField(blank=True, default="", max_length=300)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="powers", to="registry.ruledocument"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(cancelled_on__isnull=True) | ~models.Q(cancelled_ground=""),
                        name="power_ends_with_a_ground",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PowerItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="power_links", to="registry.item"
                    ),
                ),
                (
                    "power",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="registry.power"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("power", "item"), name="power_and_item_once")],
            },
        ),
        migrations.AddField(
            model_name="power",
            name="items",
            field=models.ManyToManyField(related_name="powers", through="registry.PowerItem", to="registry.item"),
        ),
        # What a power says stands; only its end is written later.
        FrozenWhen(
            "registry_power", "kind", [kind for kind, _ in KINDS], allowed=("cancelled_on", "cancelled_ground")
        ),
    ]
