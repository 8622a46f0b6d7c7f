"""A list of powers may come in as a batch, and go out with it until somebody acts on one of them."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.immutability import FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies: ClassVar = [("registry", "0005_trainings")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="power",
            name="state",
            field=models.CharField(
                choices=[("imported", "可随批次撤回"), ("listed", "已列入")], default="listed", max_length=8
            ),
        ),
        # What a power says stands from the first act on it; then only its end is written.
        FrozenWhen(
            "registry_power", "state", ["listed"], allowed=("cancelled_on", "cancelled_ground")
        ),
    ]
