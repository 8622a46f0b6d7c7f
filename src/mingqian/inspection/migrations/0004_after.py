"""After the visit: credit signals, deliveries, follow-ups and guidance, batch reports, reports about inspectors."""

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('inspection', '0003_visits'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='phase',
            field=models.CharField(blank=True, choices=[('before', '整改前'), ('after', '整改后')], default='', max_length=6),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, unique=True)),
                ('state', models.CharField(choices=[('sent', '待签收'), ('received', '已签收'), ('returned', '已退回')], default='sent', max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('words', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='inspection.batch')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DeliveredResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=16)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delivered', to='inspection.task')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='inspection.delivery')),
            ],
            options={
                'ordering': ['delivery_id', 'task_id'],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('revisit', '现场回访'), ('written', '书面核实'), ('special', '专项检查'), ('talk', '约谈'), ('risk', '调高风险类别'), ('case', '立案查处'), ('register', '通报登记机关')], max_length=12)),
                ('reason', models.TextField()),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('done_on', models.DateField(null=True)),
                ('outcome', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='inspection.task')),
            ],
            options={
                'ordering': ['task_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Guidance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BooleanField(default=False)),
                ('way', models.CharField(choices=[('visit', '现场指导'), ('letter', '书面指导'), ('online', '线上指导'), ('phone', '电话指导'), ('talk', '约谈指导')], max_length=10)),
                ('on', models.DateField()),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.subject')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guidance', to='inspection.task')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BatchReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, unique=True)),
                ('state', models.CharField(choices=[('draft', '起草中'), ('submitted', '待审批'), ('approved', '已批准'), ('sent', '已报送')], default='draft', max_length=10)),
                ('situation', models.TextField(blank=True)),
                ('analysis', models.TextField(blank=True)),
                ('measures', models.TextField(blank=True)),
                ('figures', models.JSONField(default=dict)),
                ('written_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('remark', models.CharField(blank=True, max_length=300)),
                ('sent_to', models.CharField(blank=True, max_length=200)),
                ('sent_on', models.DateField(null=True)),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='inspection.batch')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['-written_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('written_by')), _negated=True), _connector='OR'), name='batchreport_writer_does_not_approve'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('sent_on__isnull', False), models.Q(('sent_to', ''), _negated=True)), _connector='OR'), name='batchreport_sent_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='ConductReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('conduct', '检查行为'), ('identity', '身份疑问')], max_length=10)),
                ('shown', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField()),
                ('contact', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('reply', models.TextField(blank=True)),
                ('replied_at', models.DateTimeField(null=True)),
                ('approval', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.approval')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('inspector', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.inspector')),
                ('replied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.task')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='conductreport_has_words'), models.CheckConstraint(condition=models.Q(('replied_at__isnull', True), models.Q(('reply', ''), _negated=True), _connector='OR'), name='conductreport_reply_has_words')],
            },
        ),
        migrations.CreateModel(
            name='CreditSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('positive', '良好信息'), ('reminder', '提示信息'), ('warning', '警示信息')], max_length=10)),
                ('outcome', models.CharField(max_length=16)),
                ('clause', models.CharField(max_length=200)),
                ('public', models.BooleanField()),
                ('state', models.CharField(choices=[('queued', '待归集'), ('taken', '已归集'), ('withdrawn', '已撤回')], default='queued', max_length=10)),
                ('made_on', models.DateField()),
                ('withdrawn_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.subject')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signals', to='inspection.task')),
            ],
            options={
                'ordering': ['-made_on', 'task_id'],
                'indexes': [models.Index(fields=['state', 'kind'], name='creditsignal_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('task',), name='creditsignal_one_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_on__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='creditsignal_withdrawn_says_why')],
            },
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'received'), _negated=True), ('answered_by__isnull', False), _connector='OR'), name='delivery_received_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='delivery_returned_says_why'),
        ),
        migrations.AddConstraint(
            model_name='deliveredresult',
            constraint=models.UniqueConstraint(fields=('delivery', 'task'), name='deliveredresult_once'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(condition=models.Q(('done_on__isnull', True)), fields=('task', 'kind'), name='followup_kind_once_open'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='followup_says_why'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('done_on__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='followup_done_says_how'),
        ),
        migrations.AddIndex(
            model_name='guidance',
            index=models.Index(fields=['subject', 'on'], name='guidance_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='guidance',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='guidance_has_words'),
        ),
        # Adding its column remade the table, and its triggers went with the old one.
        AppendOnly("inspection_attachment"),
        AppendOnly("inspection_deliveredresult"),
        FrozenWhen("inspection_batchreport", "state", ("sent",)),
    ]
