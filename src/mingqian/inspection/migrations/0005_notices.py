import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('inspection', '0004_after'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OffsiteStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.TextField()),
                ('due_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('asked', '待提交'), ('handed_in', '待审核'), ('returned', '退回补正'), ('reviewed', '已审核')], default='asked', max_length=10)),
                ('answers', models.JSONField(default=dict)),
                ('words', models.TextField(blank=True)),
                ('truthful', models.BooleanField(default=False)),
                ('handed_at', models.DateTimeField(null=True)),
                ('return_reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('handed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='offsite', to='inspection.task')),
            ],
            options={
                'ordering': ['task_id'],
            },
        ),
        migrations.CreateModel(
            name='OffsiteFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=8)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='inspection.offsitestep')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='VisitNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, unique=True)),
                ('announced', models.BooleanField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('team', models.JSONField()),
                ('items', models.JSONField()),
                ('materials', models.JSONField(default=list)),
                ('frequency', models.CharField(max_length=300)),
                ('served_how', models.CharField(blank=True, choices=[('electronic', '电子送达'), ('paper', '纸质送达'), ('on_arrival', '到场出示')], max_length=12)),
                ('served_on', models.DateField(null=True)),
                ('receipt', models.CharField(blank=True, max_length=200)),
                ('read_at', models.DateTimeField(null=True)),
                ('challenge', models.CharField(blank=True, max_length=500)),
                ('challenge_answer', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('approval', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='visit_notice', to='inspection.approval')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['approval_id'],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recusal', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='inspection.approval')),
                ('inspector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.inspector')),
            ],
            options={
                'ordering': ['approval_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('approval', 'inspector'), name='acceptance_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='offsitestep',
            constraint=models.CheckConstraint(condition=models.Q(('asked', ''), _negated=True), name='offsite_says_what'),
        ),
        migrations.AddConstraint(
            model_name='offsitestep',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('asked', 'returned')), ('handed_at__isnull', False), _connector='OR'), name='offsite_handed_in'),
        ),
        migrations.AddConstraint(
            model_name='visitnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('served_how', ''), ('served_on__isnull', True)), models.Q(models.Q(('served_how', ''), _negated=True), ('served_on__isnull', False)), _connector='OR'), name='visitnotice_served_somehow'),
        ),
        migrations.AddConstraint(
            model_name='visitnotice',
            constraint=models.CheckConstraint(condition=models.Q(('read_at__isnull', True), ('served_on__isnull', False), _connector='OR'), name='visitnotice_read_when_served'),
        ),
        AppendOnly("inspection_offsitefile"),
        AppendOnly("inspection_acceptance"),
    ]
