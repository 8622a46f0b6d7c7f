import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('annual_plan', '年度抽查工作计划'), ('implementation_plan', '抽查实施方案'), ('draw_record', '随机抽取记录表'), ('subject_list', '检查对象名单'), ('team_list', '执法人员名单及分组'), ('substitution_register', '递补登记表'), ('exemption_sheet', '免检审批表'), ('recusal_register', '回避登记表'), ('approval_sheet', '行政检查审批表'), ('visit_notice', '行政检查通知书'), ('check_record', '检查记录表'), ('site_record', '现场检查笔录'), ('preliminary_notice', '检查初步结果告知书'), ('defence_record', '陈述申辩记录'), ('result_notice', '行政检查结果告知书'), ('rectification_order', '责令限期改正通知书'), ('revisit_record', '整改回访记录'), ('result_sheet', '检查结果公示表'), ('batch_report', '执法检查报告'), ('ledger', '随机抽查工作台账'), ('service_record', '送达回证')], max_length=24)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['unit_id', 'kind', 'year'],
            },
        ),
        migrations.CreateModel(
            name='Number',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=80, unique=True)),
                ('state', models.CharField(choices=[('reserved', '已预留'), ('used', '已使用'), ('returned', '已交回'), ('voided', '已作废')], max_length=10)),
                ('holder', models.CharField(blank=True, max_length=80)),
                ('thing', models.CharField(blank=True, max_length=120)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='documents.series')),
            ],
            options={
                'ordering': ['series_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('annual_plan', '年度抽查工作计划'), ('implementation_plan', '抽查实施方案'), ('draw_record', '随机抽取记录表'), ('subject_list', '检查对象名单'), ('team_list', '执法人员名单及分组'), ('substitution_register', '递补登记表'), ('exemption_sheet', '免检审批表'), ('recusal_register', '回避登记表'), ('approval_sheet', '行政检查审批表'), ('visit_notice', '行政检查通知书'), ('check_record', '检查记录表'), ('site_record', '现场检查笔录'), ('preliminary_notice', '检查初步结果告知书'), ('defence_record', '陈述申辩记录'), ('result_notice', '行政检查结果告知书'), ('rectification_order', '责令限期改正通知书'), ('revisit_record', '整改回访记录'), ('result_sheet', '检查结果公示表'), ('batch_report', '执法检查报告'), ('ledger', '随机抽查工作台账'), ('service_record', '送达回证')], max_length=24)),
                ('text', models.CharField(max_length=40)),
                ('set_at', models.DateTimeField()),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['unit_id', 'kind'],
            },
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('unit', 'kind', 'year'), name='series_once'),
        ),
        migrations.AddIndex(
            model_name='number',
            index=models.Index(condition=models.Q(('holder', ''), _negated=True), fields=['holder'], name='number_by_holder'),
        ),
        migrations.AddConstraint(
            model_name='number',
            constraint=models.UniqueConstraint(fields=('series', 'position'), name='number_once'),
        ),
        migrations.AddConstraint(
            model_name='number',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reserved'), _negated=True), models.Q(('holder', ''), _negated=True), _connector='OR'), name='number_reserved_for'),
        ),
        migrations.AddConstraint(
            model_name='number',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'used'), _negated=True), models.Q(('thing', ''), _negated=True), _connector='OR'), name='number_used_for'),
        ),
        migrations.AddConstraint(
            model_name='number',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'voided'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='number_voided_says_why'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.UniqueConstraint(fields=('unit', 'kind'), name='word_once'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='word_says_something'),
        ),
        # What stands on a paper keeps its number; it may be voided, with its reason, and stays.
        FrozenWhen('documents_number', 'state', ('used', 'voided'), allowed=('state', 'reason', 'at')),
    ]
