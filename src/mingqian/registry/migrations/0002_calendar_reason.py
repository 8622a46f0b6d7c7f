"""Why a year of the calendar was entered again."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies: ClassVar = [("registry", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="calendaryear", name="reason", field=models.CharField(max_length=200, null=True)
        ),
    ]
