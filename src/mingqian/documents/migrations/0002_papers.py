import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('documents', '0001_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('annual_plan', '年度抽查工作计划'), ('implementation_plan', '抽查实施方案'), ('draw_record', '随机抽取记录表'), ('subject_list', '检查对象名单'), ('team_list', '执法人员名单及分组'), ('substitution_register', '递补登记表'), ('exemption_sheet', '免检审批表'), ('recusal_register', '回避登记表'), ('approval_sheet', '行政检查审批表'), ('visit_notice', '行政检查通知书'), ('check_record', '检查记录表'), ('site_record', '现场检查笔录'), ('preliminary_notice', '检查初步结果告知书'), ('defence_record', '陈述申辩记录'), ('result_notice', '行政检查结果告知书'), ('rectification_order', '责令限期改正通知书'), ('revisit_record', '整改回访记录'), ('result_sheet', '检查结果公示表'), ('batch_report', '执法检查报告'), ('ledger', '随机抽查工作台账'), ('service_record', '送达回证')], max_length=24)),
                ('thing', models.CharField(max_length=120)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('organ', models.CharField(max_length=120)),
                ('party', models.CharField(blank=True, max_length=40)),
                ('about', models.CharField(max_length=300)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('dated', models.DateField()),
                ('fields', models.JSONField()),
                ('code', models.CharField(max_length=16, unique=True)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('issued', '已签发'), ('served', '已送达'), ('voided', '已作废')], default='draft', max_length=8)),
                ('sealing', models.CharField(choices=[('none', '不用印'), ('stamp', '打印后加盖印章'), ('signature', '电子签章')], max_length=10)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(null=True)),
                ('stamped_on', models.DateField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('stamped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('direct', '直接送达'), ('left', '留置送达'), ('electronic', '电子送达'), ('entrusted', '委托送达'), ('post', '邮寄送达'), ('notice', '公告送达')], max_length=10)),
                ('sent_on', models.DateField()),
                ('served_on', models.DateField()),
                ('why', models.CharField(max_length=120)),
                ('place', models.CharField(max_length=200)),
                ('receiver', models.CharField(max_length=120)),
                ('signed_by', models.CharField(blank=True, max_length=120)),
                ('reason', models.TextField(blank=True)),
                ('witness', models.CharField(blank=True, max_length=120)),
                ('consent', models.CharField(blank=True, max_length=200)),
                ('receipt', models.CharField(blank=True, max_length=200)),
                ('servers', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='service', to='documents.document')),
            ],
            options={
                'ordering': ['-served_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('annual_plan', '年度抽查工作计划'), ('implementation_plan', '抽查实施方案'), ('draw_record', '随机抽取记录表'), ('subject_list', '检查对象名单'), ('team_list', '执法人员名单及分组'), ('substitution_register', '递补登记表'), ('exemption_sheet', '免检审批表'), ('recusal_register', '回避登记表'), ('approval_sheet', '行政检查审批表'), ('visit_notice', '行政检查通知书'), ('check_record', '检查记录表'), ('site_record', '现场检查笔录'), ('preliminary_notice', '检查初步结果告知书'), ('defence_record', '陈述申辩记录'), ('result_notice', '行政检查结果告知书'), ('rectification_order', '责令限期改正通知书'), ('revisit_record', '整改回访记录'), ('result_sheet', '检查结果公示表'), ('batch_report', '执法检查报告'), ('ledger', '随机抽查工作台账'), ('service_record', '送达回证')], max_length=24)),
                ('version', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('fields', models.JSONField()),
                ('state', models.CharField(choices=[('in_use', '使用中'), ('ended', '已停用')], default='in_use', max_length=8)),
                ('uploaded_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['unit_id', 'kind', '-version'],
            },
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['thing'], name='document_by_thing'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('party', ''), _negated=True), fields=['party', 'state'], name='document_by_party'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('kind', 'thing', 'version'), name='document_version_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'voided'), _negated=True), fields=('kind', 'thing'), name='document_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('state', 'voided'), _negated=True)), fields=('number',), name='document_number_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('issued', 'served')), _negated=True), models.Q(('sha256', ''), _negated=True), _connector='OR'), name='document_issued_has_bytes'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'voided'), _negated=True), models.Q(models.Q(('void_reason', ''), _negated=True), ('voided_by__isnull', False)), _connector='OR'), name='document_voided_says_why'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('served_on__gte', models.F('sent_on'))), name='service_not_before_sending'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(fields=('unit', 'kind', 'version'), name='template_version_once'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'in_use')), fields=('unit', 'kind'), name='template_one_in_use'),
        ),
        # An issued paper is what was printed; only what happens to it afterwards is added.
        FrozenWhen(
            'documents_document', 'state', ('issued', 'served', 'voided'),
            allowed=('state', 'stamped_by_id', 'stamped_on', 'voided_by_id', 'voided_at', 'void_reason'),
        ),
        AppendOnly('documents_service'),
        FrozenWhen(
            'documents_template', 'state', ('in_use', 'ended'), allowed=('state', 'ended_by_id', 'ended_at'),
        ),
    ]
