"""What lets somebody see a card beyond the own scope. Cards filed before are filed again by ``search-rebuild``."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies: ClassVar = [("search", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="card",
            name="shelves",
            field=models.CharField(blank=True, default="", max_length=400, verbose_name="可查阅条件"),
        ),
    ]
