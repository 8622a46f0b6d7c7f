"""What readers point out in a released notice, and the answer (石嘴山 1(2))."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies: ClassVar = [
        ('accounts', '0001_initial'),
        ('publicity', '0004_service_guides'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='PointedOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='纠错编号')),
                ('words', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('answer', models.CharField(choices=[('waiting', '待核对'), ('corrected', '已更正'), ('stands', '不需更正')], default='waiting', max_length=12)),
                ('remark', models.CharField(blank=True, default='', max_length=300)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pointed_out', to='publicity.notice')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('remark', ''), _negated=True)), _connector='OR'), name='pointed_out_answered_by_somebody')],
            },
        ),
        # An answer the public has read stands.
        FrozenWhen("publicity_pointedout", "answer", ["corrected", "stands"]),
    ]
