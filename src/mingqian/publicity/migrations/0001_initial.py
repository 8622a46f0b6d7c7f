import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='公示编号')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('kind', models.CharField(choices=[('item_list', '事项清单'), ('inspector_list', '执法人员清单'), ('subject_list', '对象名录'), ('annual_plan', '年度计划'), ('draw_notice', '抽取公告'), ('draw_result', '抽取结果'), ('results', '检查结果'), ('statistics', '年度执法数据'), ('rule_document', '制度规范'), ('evaluation_method', '检查评价办法'), ('duties', '职责与程序')], max_length=20)),
                ('thing', models.CharField(max_length=120, verbose_name='所公示的事物')),
                ('title', models.CharField(max_length=200)),
                ('head', models.TextField()),
                ('row_count', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(max_length=64)),
                ('redactions', models.JSONField(default=list)),
                ('correction_reason', models.CharField(blank=True, default='', max_length=300)),
                ('state', models.CharField(choices=[('draft', '待审核'), ('reviewed', '待发布'), ('released', '已公示'), ('corrected', '已更正'), ('withdrawn', '已撤下'), ('kept_back', '不公开'), ('dropped', '已作废')], default='draft', max_length=12)),
                ('cell', models.CharField(max_length=40)),
                ('clause', models.CharField(blank=True, default='', max_length=400)),
                ('started_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('drafted_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('review_note', models.CharField(blank=True, default='', max_length=300)),
                ('return_reason', models.CharField(blank=True, default='', max_length=300)),
                ('released_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('previous', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='publicity.notice')),
                ('publisher', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['code', 'version'],
                'indexes': [models.Index(fields=['kind', 'state', '-released_at'], name='notice_by_kind'), models.Index(fields=['thing'], name='notice_by_thing'), models.Index(fields=['state', 'due_on'], name='notice_by_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('code', 'version'), name='notice_version_once'), models.CheckConstraint(condition=models.Q(('reviewer__isnull', True), models.Q(('reviewer', models.F('author')), _negated=True), _connector='OR'), name='notice_author_does_not_review'), models.CheckConstraint(condition=models.Q(('publisher__isnull', True), models.Q(models.Q(('publisher', models.F('author')), _negated=True), models.Q(('publisher', models.F('reviewer')), _negated=True), ('reviewer__isnull', False)), _connector='OR'), name='notice_publisher_is_a_third_person'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['released', 'corrected', 'withdrawn']), _negated=True), models.Q(('publisher__isnull', False), ('released_at__isnull', False)), _connector='OR'), name='notice_is_released_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('previous__isnull', True), ('version', 1)), models.Q(('previous__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='notice_correction_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('document_no', models.CharField(max_length=100)),
                ('confirmed_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='publicity.notice')),
            ],
        ),
        migrations.CreateModel(
            name='KeepBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('state_secret', '涉及国家秘密'), ('commercial_secret', '涉及商业秘密'), ('privacy', '涉及自然人个人信息'), ('minor', '涉及未成年人'), ('security', '危及国家安全、公共安全、社会稳定'), ('other_case', '影响其他案件查处'), ('crime', '涉嫌犯罪、公安机关办理中'), ('internal', '内部事务、过程性信息'), ('law', '法律、法规另有规定')], max_length=20)),
                ('reason', models.CharField(max_length=500)),
                ('review_on', models.DateField()),
                ('requested_at', models.DateTimeField()),
                ('answer', models.CharField(choices=[('waiting', '待批准'), ('approved', '已批准'), ('refused', '未批准')], default='waiting', max_length=8)),
                ('decided_at', models.DateTimeField(null=True)),
                ('remark', models.CharField(blank=True, default='', max_length=300)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keep_backs', to='publicity.notice')),
            ],
            options={
                'ordering': ['-requested_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='keep_back_decided_by_another'), models.UniqueConstraint(condition=models.Q(('answer', 'waiting')), fields=('notice',), name='keep_back_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='NoticeRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(blank=True, default='', max_length=64)),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('cells', models.TextField()),
                ('ref', models.CharField(blank=True, default='', max_length=80)),
                ('standing', models.CharField(choices=[('open', '起草中'), ('frozen', '已发布')], default='open', max_length=6)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='publicity.notice')),
            ],
            options={
                'ordering': ['notice_id', 'number'],
                'indexes': [models.Index(fields=['key'], name='notice_row_by_key'), models.Index(fields=['name'], name='notice_row_by_name')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='notice_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('page', '门户网页'), ('feed', '订阅与开放数据'), ('window', '服务窗口张贴'), ('wechat', '微信公众号'), ('government_site', '政府网站'), ('credit_site', '信用网站')], max_length=16)),
                ('place', models.CharField(max_length=300, verbose_name='网址或张贴地点')),
                ('evidence', models.CharField(blank=True, default='', max_length=300)),
                ('posted_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='publicity.notice')),
            ],
            options={
                'ordering': ['notice_id', 'posted_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('revoked', '决定被依法撤销'), ('changed', '决定被依法变更'), ('unlawful', '决定被确认违法'), ('void', '决定被确认无效'), ('remade', '要求重新作出'), ('mistake', '公示内容有误'), ('expired', '公示期限届满'), ('privacy', '不应公开的个人信息')], max_length=12)),
                ('reason', models.CharField(max_length=500)),
                ('overturned_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='publicity.notice')),
            ],
        ),
            FrozenWhen(
            table='publicity_notice',
            column='state',
            values=('released', 'corrected', 'withdrawn', 'kept_back', 'dropped'),
            allowed=('state',),
        ),
        FrozenWhen(
            table='publicity_noticerow',
            column='standing',
            values=('frozen',),
        ),
        FrozenWhen(
            table='publicity_keepback',
            column='answer',
            values=('approved', 'refused'),
        ),
        AppendOnly(
            table='publicity_confirmation',
        ),
        AppendOnly(
            table='publicity_withdrawal',
        ),
        AppendOnly(
            table='publicity_receipt',
        ),
    ]
