"""Periods in hours keep the moments they run between."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.migrating import Together
from django.db.models import Q


class Migration(Together):
    dependencies: ClassVar = [("clocks", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(model_name="clock", name="start_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="clock", name="due_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="clock", name="ended_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=Q(per="hours", start_at__isnull=False, due_at__isnull=False)
                | (~Q(per="hours") & Q(start_at__isnull=True, due_at__isnull=True)),
                name="clock_hours_have_moments",
            ),
        ),
    ]
