import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('about', models.CharField(blank=True, max_length=300)),
                ('url_name', models.CharField(blank=True, max_length=60)),
                ('url_key', models.CharField(blank=True, max_length=80)),
                ('right', models.BooleanField(default=False)),
                ('count', models.PositiveIntegerField()),
                ('per', models.CharField(choices=[('working_days', '个工作日'), ('calendar_days', '日'), ('months', '个月'), ('years', '年'), ('hours', '小时'), ('by_date', '前')], max_length=16)),
                ('event', models.CharField(blank=True, max_length=120)),
                ('clause', models.TextField(blank=True)),
                ('start_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('calendar', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('running', '计时中'), ('paused', '已暂停'), ('met', '已办结'), ('cancelled', '已终止')], default='running', max_length=10)),
                ('ended_on', models.DateField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('started_at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('running', 'paused'))), fields=('thing', 'kind', 'clause'), name='clock_runs_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('state__in', ('running', 'paused'))), models.Q(models.Q(('state__in', ('running', 'paused')), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='clock_ended_has_its_day'), models.CheckConstraint(condition=models.Q(('due_on__isnull', False), models.Q(('state', 'running'), _negated=True), _connector='OR'), name='clock_running_falls_due')],
                'indexes': [models.Index(fields=['state', 'due_on'], name='clock_by_due_day'), models.Index(fields=['thing'], name='clock_by_thing')],
            },
        ),
        migrations.CreateModel(
            name='Interruption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('reason', models.CharField(max_length=200)),
                ('clause', models.CharField(max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interruptions', to='clocks.clock')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['clock_id', 'since', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='interruption_ends_later'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('clock',), name='interruption_one_open')],
            },
        ),
        ]
