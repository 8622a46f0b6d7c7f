import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('planning', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=200, unique=True, verbose_name='来源')),
                ('nature', models.CharField(choices=[('official', '正式'), ('practice', '演练')], max_length=10, verbose_name='性质')),
                ('suite', models.CharField(choices=[('sha256', 'sha256'), ('sm3', 'sm3')], max_length=8, verbose_name='哈希算法')),
                ('size', models.BigIntegerField(default=0, verbose_name='事件数')),
                ('plans', models.PositiveIntegerField(default=0, verbose_name='已发布的抽查任务数')),
                ('last_plan', models.CharField(blank=True, max_length=64, verbose_name='上一任务公告的哈希')),
            ],
            options={
                'verbose_name': '抽取日志',
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='draw_log_size_from_zero')],
            },
        ),
        migrations.CreateModel(
            name='Roll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roll_hash', models.CharField(max_length=64, unique=True, verbose_name='名录哈希')),
                ('list_id', models.CharField(max_length=32, verbose_name='名录编号')),
                ('kind', models.CharField(choices=[('subject', '检查对象'), ('inspector', '检查人员'), ('case', '案卷'), ('expert', '评查专家')], max_length=10, verbose_name='名录类别')),
                ('header', models.TextField(blank=True, verbose_name='名录公告（规范字节）')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='名录文件哈希')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='行数')),
                ('in_words', models.TextField(blank=True, verbose_name='池的口径')),
                ('snapshot_at', models.DateTimeField(verbose_name='快照时间')),
                ('standing', models.CharField(choices=[('open', '在建'), ('frozen', '已冻结')], default='open', max_length=6)),
            ],
            options={
                'verbose_name': '名录快照',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='抽取编号')),
                ('suite', models.CharField(choices=[('sha256', 'sha256'), ('sm3', 'sm3')], max_length=8)),
                ('order', models.CharField(max_length=20, verbose_name='仪式顺序')),
                ('state', models.CharField(choices=[('prepared', '准备中'), ('frozen', '名录已冻结'), ('announced', '已公告'), ('sealed', '已封签'), ('valued', '已出数'), ('revealed', '已开封'), ('seeded', '种子已定'), ('computed', '已出结果'), ('signed', '已签认'), ('published', '已公布'), ('completed', '已办结'), ('voided', '已作废'), ('abandoned', '已放弃')], default='prepared', max_length=12, verbose_name='状态')),
                ('attempt', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                ('embargo_until', models.DateTimeField(null=True, verbose_name='保密至')),
                ('roll_key_commit', models.CharField(blank=True, max_length=64)),
                ('conflict_key_commit', models.CharField(max_length=64)),
                ('keys_handed_at', models.DateTimeField(null=True, verbose_name='密钥交见证人的时间')),
                ('legal_review', models.CharField(blank=True, max_length=200, verbose_name='法制审核文号')),
                ('plan_doc', models.TextField(blank=True, verbose_name='抽查任务公告')),
                ('plan_hash', models.CharField(blank=True, max_length=64)),
                ('seal_doc', models.TextField(blank=True, verbose_name='封签')),
                ('seal_hash', models.CharField(blank=True, max_length=64)),
                ('seed', models.CharField(blank=True, max_length=64, verbose_name='种子')),
                ('result_doc', models.TextField(blank=True, verbose_name='结果')),
                ('result_hash', models.CharField(blank=True, max_length=64)),
                ('prepared_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='planning.implementationplan')),
                ('previous', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='draw.draw')),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='draw.log')),
            ],
            options={
                'verbose_name': '抽取',
                'ordering': ('code',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'abandoned'), _negated=True), fields=('previous',), name='draw_one_next_attempt'), models.CheckConstraint(condition=models.Q(('state__in', ['abandoned', 'announced', 'completed', 'computed', 'frozen', 'prepared', 'published', 'revealed', 'sealed', 'seeded', 'signed', 'valued', 'voided'])), name='draw_state_known'), models.CheckConstraint(condition=models.Q(('result_doc', ''), models.Q(('seed', ''), _negated=True), _connector='OR'), name='draw_result_follows_seed')],
            },
        ),
        migrations.CreateModel(
            name='RollEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.CharField(max_length=64)),
                ('identity', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('stratum', models.CharField(max_length=32, verbose_name='层')),
                ('status', models.CharField(max_length=14, verbose_name='状态')),
                ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='签数')),
                ('record', models.TextField(verbose_name='记录（规范字节）')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='原因')),
                ('clause', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('roll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='draw.roll')),
            ],
            options={
                'verbose_name': '名录行',
                'ordering': ('roll', 'tag'),
                'indexes': [models.Index(fields=['roll', 'status'], name='roll_entry_status')],
                'constraints': [models.UniqueConstraint(fields=('roll', 'tag'), name='roll_entry_tag_once'), models.UniqueConstraint(fields=('roll', 'identity'), name='roll_entry_identity_once')],
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('seal', models.CharField(max_length=64)),
                ('proof', models.CharField(max_length=400)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anchors', to='draw.draw')),
            ],
            options={
                'verbose_name': '外部存证',
                'ordering': ('draw', 'at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ConflictTie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inspector', models.CharField(max_length=64, verbose_name='人员标签')),
                ('subject', models.CharField(max_length=64, verbose_name='对象标签')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='draw.draw')),
            ],
            options={
                'verbose_name': '回避关系快照',
                'ordering': ('draw', 'inspector', 'subject'),
                'constraints': [models.UniqueConstraint(fields=('draw', 'inspector', 'subject'), name='conflict_tie_once')],
            },
        ),
        migrations.CreateModel(
            name='DrawRoll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(blank=True, max_length=32, verbose_name='事项')),
                ('panel', models.CharField(blank=True, max_length=32, verbose_name='检查组别')),
                ('round', models.CharField(blank=True, max_length=7, verbose_name='轮次')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rolls', to='draw.draw')),
                ('roll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='draw.roll')),
            ],
            options={
                'verbose_name': '抽取所用名录',
                'ordering': ('draw', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('item', ''), _negated=True), ('panel', '')), models.Q(('item', ''), models.Q(('panel', ''), _negated=True)), _connector='OR'), name='draw_roll_item_or_panel'), models.UniqueConstraint(fields=('draw', 'item', 'panel'), name='draw_roll_once')],
            },
        ),
        migrations.CreateModel(
            name='LogEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.BigIntegerField(verbose_name='位置')),
                ('kind', models.CharField(max_length=12, verbose_name='事件')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('event', models.TextField(verbose_name='事件文档（规范字节）')),
                ('leaf', models.CharField(max_length=64, verbose_name='叶哈希')),
                ('nonce', models.CharField(blank=True, max_length=64, verbose_name='随机数')),
                ('body', models.TextField(blank=True, verbose_name='封存的内容（规范字节）')),
                ('draw', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='draw.draw')),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='draw.log')),
                ('roll', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event', to='draw.roll')),
            ],
            options={
                'verbose_name': '抽取日志事件',
                'ordering': ('log', 'index'),
                'indexes': [models.Index(fields=['draw', 'index'], name='log_event_draw')],
                'constraints': [models.UniqueConstraint(fields=('log', 'index'), name='log_event_index_once'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('nonce', '')), models.Q(models.Q(('nonce', ''), _negated=True), models.Q(('body', ''), _negated=True)), _connector='OR'), name='log_event_opening_is_a_pair')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('role', models.CharField(max_length=16, verbose_name='角色')),
                ('unit', models.CharField(max_length=200, verbose_name='单位')),
                ('outside', models.BooleanField(verbose_name='外部人')),
                ('witness', models.BooleanField(default=False, verbose_name='纪检监察见证人')),
                ('commit', models.CharField(blank=True, max_length=64, verbose_name='承诺')),
                ('committed_at', models.DateTimeField(null=True)),
                ('found_own_commit_at', models.DateTimeField(null=True, verbose_name='本人核对承诺的时间')),
                ('secret', models.CharField(blank=True, max_length=128, verbose_name='随机串')),
                ('revealed_at', models.DateTimeField(null=True)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='draw.draw')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'verbose_name': '参与方',
                'ordering': ('draw', 'position'),
                'constraints': [models.UniqueConstraint(fields=('draw', 'role'), name='party_role_once'), models.UniqueConstraint(fields=('draw', 'position'), name='party_position_once'), models.CheckConstraint(condition=models.Q(('secret', ''), models.Q(('commit', ''), _negated=True), _connector='OR'), name='party_secret_after_commit')],
            },
        ),
        migrations.CreateModel(
            name='PublicValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='来源序号')),
                ('value', models.CharField(max_length=200)),
                ('evidence', models.CharField(max_length=400, verbose_name='凭据')),
                ('entered_at', models.DateTimeField()),
                ('reading', models.CharField(choices=[('entered', '已录入'), ('confirmed', '已回读')], default='entered', max_length=9)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='draw.draw')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'verbose_name': '公开随机数',
                'ordering': ('draw', 'position'),
                'constraints': [models.UniqueConstraint(fields=('draw', 'position'), name='public_value_once'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='public_value_read_back_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', True), ('reading', 'entered')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('reading', 'confirmed')), _connector='OR'), name='public_value_confirmed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opinion', models.CharField(choices=[('no_objection', '无异议'), ('objection', '有异议')], max_length=12)),
                ('remarks', models.TextField(blank=True)),
                ('result_hash', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_offs', to='draw.draw')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'verbose_name': '见证签认',
                'ordering': ('draw', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('draw', 'person'), name='sign_off_once'), models.CheckConstraint(condition=models.Q(('opinion', 'no_objection'), models.Q(('remarks', ''), _negated=True), _connector='OR'), name='objection_has_remarks')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('substitute', '递补人员'), ('skip', '跳过候补'), ('replace', '替换对象'), ('void', '作废')], max_length=10, verbose_name='变更')),
                ('payload', models.TextField(verbose_name='内容（规范字节）')),
                ('reason', models.CharField(max_length=12, verbose_name='原因代码')),
                ('evidence', models.CharField(max_length=400, verbose_name='凭据')),
                ('requested_at', models.DateTimeField()),
                ('answer', models.CharField(choices=[('waiting', '待批准'), ('approved', '已批准'), ('refused', '未批准')], default='waiting', max_length=8)),
                ('remark', models.CharField(blank=True, max_length=400, verbose_name='批准意见')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='draw.draw')),
                ('event', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change', to='draw.logevent')),
            ],
            options={
                'verbose_name': '抽取结果变更',
                'ordering': ('draw', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='change_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('decided_by__isnull', True)), models.Q(models.Q(('answer', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='change_answer_has_its_person'), models.CheckConstraint(condition=models.Q(('event__isnull', True), ('answer', 'approved'), _connector='OR'), name='change_event_when_approved')],
            },
        ),
            FrozenWhen(
            table='draw_draw',
            column='state',
            values=('announced', 'sealed', 'valued', 'revealed', 'seeded', 'computed', 'signed', 'published', 'completed', 'voided', 'abandoned'),
            allowed=('state', 'seal_doc', 'seal_hash', 'keys_handed_at', 'seed', 'result_doc', 'result_hash', 'published_at'),
        ),
        FrozenWhen(
            table='draw_roll',
            column='standing',
            values=('frozen',),
        ),
        FrozenWhen(
            table='draw_change',
            column='answer',
            values=('approved', 'refused'),
        ),
        FrozenWhen(
            table='draw_publicvalue',
            column='reading',
            values=('confirmed',),
        ),
        AppendOnly(
            table='draw_logevent',
        ),
        AppendOnly(
            table='draw_rollentry',
        ),
        AppendOnly(
            table='draw_conflicttie',
        ),
        AppendOnly(
            table='draw_signoff',
        ),
        AppendOnly(
            table='draw_anchor',
        ),
    ]
