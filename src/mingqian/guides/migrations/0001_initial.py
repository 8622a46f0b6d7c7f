"""Guides with their steps, fees and handovers, and the applications taken in under them."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies: ClassVar = [
        ('accounts', '0001_initial'),
        ('registry', '0003_powers'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(blank=True, default='', max_length=500, verbose_name='职责范围')),
                ('authority', models.CharField(blank=True, default='', max_length=500, verbose_name='执法权限')),
                ('conditions', models.CharField(blank=True, default='', max_length=1000, verbose_name='受理条件')),
                ('days', models.PositiveSmallIntegerField(default=0, verbose_name='承诺办理工作日')),
                ('result', models.CharField(blank=True, default='', max_length=200, verbose_name='办理结果')),
                ('enquiries', models.CharField(blank=True, default='', max_length=60, verbose_name='咨询电话')),
                ('complaints', models.CharField(blank=True, default='', max_length=60, verbose_name='投诉电话')),
                ('place', models.CharField(blank=True, default='', max_length=200, verbose_name='办理地点和时间')),
                ('samples', models.CharField(blank=True, default='', max_length=300, verbose_name='示范文本')),
                ('promise', models.CharField(blank=True, default='', max_length=300, verbose_name='服务承诺')),
                ('remedy', models.CharField(blank=True, default='', max_length=300, verbose_name='救济渠道')),
                ('changed_on', models.DateField()),
                ('accepted_at', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('power', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='guide', to='registry.power')),
            ],
            options={
                'ordering': ['power__code'],
            },
        ),
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('fen', models.PositiveIntegerField()),
                ('article', models.CharField(blank=True, default='', max_length=100)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('state', models.CharField(default='listed', max_length=8)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.ruledocument')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.ruledocument')),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='guides.guide')),
            ],
            options={
                'ordering': ['guide_id', 'since', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_by__isnull', True), ('until__isnull', True)), models.Q(('ended_by__isnull', False), ('until__gt', models.F('since')), ('until__isnull', False)), _connector='OR'), name='fee_ends_by_a_document')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('applicant', models.CharField(max_length=8)),
                ('tail', models.CharField(max_length=4)),
                ('steps', models.JSONField(default=list)),
                ('stage', models.PositiveSmallIntegerField(default=1)),
                ('accepted_on', models.DateField()),
                ('due_on', models.DateField()),
                ('standing', models.CharField(choices=[('running', '在办'), ('closed', '已办结')], default='running', max_length=8)),
                ('outcome', models.CharField(blank=True, choices=[('granted', '已办成'), ('denied', '不予办理'), ('taken_back', '已撤回')], default='', max_length=12)),
                ('closed_on', models.DateField(null=True)),
                ('wrong_on', models.DateField(null=True)),
                ('wrong_asks', models.PositiveSmallIntegerField(default=0)),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='guides.guide')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['guide', 'due_on'], name='application_by_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('outcome', ''), ('standing', 'running')), models.Q(('closed_on__gte', models.F('accepted_on')), ('standing', 'closed'), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='application_ends_with_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.ruledocument')),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='guides.guide')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['guide_id', 'on', 'number'],
                'constraints': [models.UniqueConstraint(fields=('guide', 'number'), name='handover_once')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=40)),
                ('post', models.CharField(max_length=40)),
                ('days', models.PositiveSmallIntegerField()),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='guides.guide')),
            ],
            options={
                'ordering': ['guide_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('guide', 'number'), name='guide_step_once')],
            },
        ),
        # A fee says what it said: it ends, and another follows.
        FrozenWhen("guides_fee", "state", ["listed"], allowed=("until", "ended_by_id")),
        AppendOnly("guides_handover"),
        FrozenWhen("guides_application", "standing", ["closed"], allowed=("wrong_on", "wrong_asks")),
    ]
