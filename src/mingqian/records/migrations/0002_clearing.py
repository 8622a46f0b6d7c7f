import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Clearing",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "disposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clearing", to="records.disposal"
                    ),
                ),
            ],
            options={"ordering": ["disposal_id"]},
        )
    ]
