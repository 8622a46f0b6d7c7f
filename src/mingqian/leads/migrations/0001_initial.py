import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True)),
                ('kind', models.CharField(choices=[('complaint', '投诉'), ('report', '举报'), ('assigned', '转办交办'), ('data', '数据监测'), ('grid', '网格巡查'), ('media', '媒体监督')], max_length=12)),
                ('channel', models.CharField(choices=[('portal', '网上'), ('hotline', '热线'), ('letter', '信函'), ('visit', '来访'), ('document', '公文'), ('system', '系统')], max_length=12)),
                ('about', models.CharField(max_length=200)),
                ('matter', models.TextField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('happened_on', models.DateField(null=True)),
                ('people', models.PositiveIntegerField(default=1)),
                ('sender', models.CharField(blank=True, max_length=100)),
                ('sender_number', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('received', '待受理'), ('accepted', '待核查'), ('checking', '核查中'), ('checked', '待反馈'), ('sent', '已转送'), ('handed_over', '已移交'), ('rejected', '不受理'), ('closed', '已办结')], default='received', max_length=12)),
                ('summary', models.TextField(blank=True)),
                ('decision', models.TextField(blank=True)),
                ('decided_on', models.DateField(null=True)),
                ('outcome', models.TextField(blank=True)),
                ('feedback', models.TextField(blank=True)),
                ('closed_on', models.DateField(null=True)),
                ('barred', models.JSONField(default=list)),
                ('received_at', models.DateTimeField()),
                ('asking', models.CharField(max_length=64)),
                ('wrong_asks', models.PositiveSmallIntegerField(default=0)),
                ('wrong_on', models.DateField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-received_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CrimeTransfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('charge', models.CharField(max_length=100)),
                ('force', models.JSONField()),
                ('state', models.CharField(choices=[('investigating', '专案核实'), ('reported', '待决定'), ('approved', '待移送'), ('not_sent', '不移送'), ('sent', '已移送'), ('received', '公安受理'), ('declined', '公安退回')], default='investigating', max_length=16)),
                ('report', models.TextField(blank=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('decision', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('police', models.CharField(blank=True, max_length=100)),
                ('receipt', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_on', models.DateField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('lead', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='crime', to='leads.lead')),
            ],
            options={
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='LeadStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=12)),
                ('words', models.TextField(blank=True)),
                ('by_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='leads.lead')),
            ],
            options={
                'ordering': ['lead_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SealedInformant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('lead', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='informant', to='leads.lead')),
            ],
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('to', models.CharField(max_length=100)),
                ('reason', models.TextField()),
                ('sent_on', models.DateField()),
                ('receipt', models.CharField(choices=[('waiting', '待回执'), ('accepted', '已签收'), ('refused', '不接收')], default='waiting', max_length=12)),
                ('receipt_words', models.CharField(blank=True, max_length=300)),
                ('receipt_on', models.DateField(null=True)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='leads.lead')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['lead_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Unsealing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('contact', '联系补充材料'), ('feedback', '反馈处理结果'), ('protect', '保护举报人'), ('reward', '举报奖励')], max_length=12)),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unsealings', to='leads.lead')),
            ],
            options={
                'ordering': ['lead_id', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(fields=['state', 'unit'], name='lead_by_state'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('matter', ''), _negated=True), models.Q(('about', ''), _negated=True)), name='lead_says_what'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'checking', 'checked', 'closed')), _negated=True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='lead_accepted_with_a_summary'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('feedback', ''), _negated=True)), _connector='OR'), name='lead_closed_when_checked_and_answered'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('decision', ''), _negated=True), _connector='OR'), name='lead_rejected_says_why'),
        ),
        migrations.AddConstraint(
            model_name='crimetransfer',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('reported_by')), _negated=True), _connector='OR'), name='crime_reporter_does_not_decide'),
        ),
        migrations.AddConstraint(
            model_name='crimetransfer',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), models.Q(('receipt', ''), _negated=True), _connector='OR'), name='crime_sent_with_receipt'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('receipt', 'waiting'), ('receipt_on__isnull', True)), models.Q(models.Q(('receipt', 'waiting'), _negated=True), ('receipt_on__isnull', False), models.Q(('receipt_words', ''), _negated=True)), _connector='OR'), name='transfer_receipt_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='unsealing',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='unsealing_says_why'),
        ),
        AppendOnly("leads_leadstep"),
        AppendOnly("leads_sealedinformant"),
        AppendOnly("leads_unsealing"),
        FrozenWhen("leads_transfer", "receipt", ("accepted", "refused")),
    ]
