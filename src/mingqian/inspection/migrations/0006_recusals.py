import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly
from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies = [
        ("accounts", "0001_initial"),
        ("inspection", "0005_notices"),
        ("registry", "0002_calendar_reason"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecusalAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("granted", models.BooleanField()),
                ("words", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["acceptance_id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="acceptance",
            name="acceptance_once",
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recusal", "")),
                fields=("approval", "inspector"),
                name="acceptance_taken_on_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recusal", ""), _negated=True),
                fields=("approval", "inspector"),
                name="acceptance_recused_once",
            ),
        ),
        migrations.AddField(
            model_name="recusalanswer",
            name="acceptance",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="inspection.acceptance",
            ),
        ),
        migrations.AddField(
            model_name="recusalanswer",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="recusalanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="recusal_answer_says_why"
            ),
        ),
        AppendOnly("inspection_recusalanswer"),
        AppendOnly("inspection_acceptance"),  # SQLite made its table anew, without the triggers
    ]
