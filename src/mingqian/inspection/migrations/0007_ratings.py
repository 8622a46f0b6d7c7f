import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies = [
        ("accounts", "0001_initial"),
        ("inspection", "0006_recusals"),
    ]

    operations = [
        migrations.CreateModel(
            name="RatingGiven",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="inspection.task",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RatingCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=6)),
                ("question", models.CharField(max_length=12)),
                ("score", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit_id", "quarter", "question", "-score"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "quarter", "question", "score"), name="ratingcount_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)),
                        name="ratingcount_score_in_range",
                    ),
                ],
            },
        ),
    ]
