from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies = [("audit", "0002_checkpoints")]

    operations = [
        migrations.CreateModel(
            name="RunningNumber",
            fields=[
                ("stem", models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name="编号前段")),
                ("last", models.PositiveIntegerField(verbose_name="已用到")),
            ],
            options={
                "verbose_name": "流水号",
                "ordering": ("stem",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stem", ""), _negated=True), name="running_number_has_a_stem"
                    )
                ],
            },
        )
    ]
