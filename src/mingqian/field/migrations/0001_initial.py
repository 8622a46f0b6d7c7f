"""What phones sent: actions, spent numbers, leases."""

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('inspection', '0003_visits'),
        ('records', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('given_back_at', models.DateTimeField(null=True)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.device')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lease', to='inspection.visit')),
            ],
            options={
                'ordering': ['visit_id'],
            },
        ),
        migrations.CreateModel(
            name='FieldAction',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('accepted', '接受任务'), ('lease', '记录员'), ('scanned', '扫码入企'), ('shown', '亮证'), ('told', '告知权利'), ('answered', '检查表'), ('evidence', '取证'), ('recorded', '检查笔录'), ('corrected', '更正笔录'), ('signed', '签字'), ('declined', '拒签'), ('finished', '完成检查'), ('left', '中断检查')], max_length=12)),
                ('at', models.CharField(max_length=40)),
                ('effective_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('doubt', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('receipt', models.CharField(max_length=19)),
                ('entry', models.BigIntegerField()),
                ('state', models.CharField(choices=[('received', '已收到'), ('held', '待处理'), ('applied', '已办理'), ('noted', '附记')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('clause', models.TextField(blank=True)),
                ('remedy', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=500)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.device')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='inspection.visit')),
            ],
            options={
                'ordering': ['visit_id', 'effective_at', 'device_id', 'seq'],
                'indexes': [models.Index(fields=['state', 'visit'], name='fieldaction_by_state'), models.Index(fields=['receipt'], name='fieldaction_by_receipt')],
                'constraints': [models.UniqueConstraint(fields=('device', 'visit', 'seq'), name='fieldaction_seq_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='fieldaction_held_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('state__in', ('received', 'held'))), models.Q(models.Q(('state__in', ('received', 'held')), _negated=True), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='fieldaction_decided_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='SpentNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('action', models.UUIDField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.device')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.visit')),
            ],
            options={
                'ordering': ['device_id', 'visit_id', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('device', 'visit', 'seq'), name='spentnumber_once')],
            },
        ),
        # What was sent never changes; only a decision is written beside what was held.
        FrozenWhen(
            "field_fieldaction", "state", ("received", "held", "applied", "noted"),
            allowed=("state", "decided_by_id", "decided_at", "decision"),
        ),
        AppendOnly("field_spentnumber"),
    ]
