import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models



ADMINISTRATORS = "('system_admin', 'security_admin', 'audit_admin')"


WORDS = "系统管理员、安全管理员、审计管理员互斥，也不得兼任业务角色"


CLASH = f"""EXISTS (
    SELECT 1 FROM accounts_post AS held
    WHERE held.person_id = NEW.person_id AND held.id <> COALESCE(NEW.id, -1) AND held.role <> NEW.role
      AND (held.role IN {ADMINISTRATORS} OR NEW.role IN {ADMINISTRATORS})
      AND (held.until_on IS NULL OR held.until_on >= NEW.from_on)
      AND (NEW.until_on IS NULL OR held.from_on <= NEW.until_on))"""


SQLITE = [
    f"CREATE TRIGGER accounts_post_apart_insert BEFORE INSERT ON accounts_post WHEN {CLASH} "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER accounts_post_apart_update BEFORE UPDATE ON accounts_post WHEN {CLASH} "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    "CREATE TRIGGER accounts_post_no_delete BEFORE DELETE ON accounts_post "
    "BEGIN SELECT RAISE(ABORT, '任职记录只能终止，不能删除'); END",
]


SQLITE_BACK = [
    "DROP TRIGGER accounts_post_apart_insert",
    "DROP TRIGGER accounts_post_apart_update",
    "DROP TRIGGER accounts_post_no_delete",
]


POSTGRESQL = [
    "CREATE FUNCTION accounts_post_apart() RETURNS trigger LANGUAGE plpgsql AS $guard$BEGIN "
    "PERFORM 1 FROM accounts_person WHERE id = NEW.person_id FOR UPDATE; "
    f"IF {CLASH} THEN RAISE EXCEPTION USING MESSAGE = '{WORDS}', "
    "ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END;$guard$",
    "CREATE FUNCTION accounts_post_keep() RETURNS trigger LANGUAGE plpgsql AS $guard$BEGIN "
    "RAISE EXCEPTION USING MESSAGE = '任职记录只能终止，不能删除', "
    "ERRCODE = 'integrity_constraint_violation'; END;$guard$",
    "CREATE TRIGGER accounts_post_apart BEFORE INSERT OR UPDATE ON accounts_post "
    "FOR EACH ROW EXECUTE FUNCTION accounts_post_apart()",
    "CREATE TRIGGER accounts_post_no_delete BEFORE DELETE ON accounts_post "
    "FOR EACH ROW EXECUTE FUNCTION accounts_post_keep()",
    "CREATE TRIGGER accounts_post_no_truncate BEFORE TRUNCATE ON accounts_post "
    "FOR EACH STATEMENT EXECUTE FUNCTION accounts_post_keep()",
]


POSTGRESQL_BACK = [
    "DROP FUNCTION accounts_post_apart() CASCADE",
    "DROP FUNCTION accounts_post_keep() CASCADE",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Guess',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name='计数对象')),
                ('failures', models.PositiveIntegerField(verbose_name='连续失败次数')),
                ('last_at', models.DateTimeField(db_index=True, verbose_name='最近失败时间')),
                ('locked_until', models.DateTimeField(blank=True, null=True, verbose_name='锁定至')),
            ],
            options={
                'verbose_name': '登录失败计数',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='单位代码')),
                ('name', models.CharField(max_length=120, verbose_name='单位名称')),
                ('level', models.CharField(choices=[('city', '市级'), ('district', '区县级')], max_length=16, verbose_name='层级')),
                ('kind', models.CharField(choices=[('bureau', '本局'), ('office', '机关处室'), ('affiliated', '局属事业单位'), ('district_bureau', '区县人社局'), ('delegated', '委托执法机构'), ('external', '外单位')], default='office', max_length=16, verbose_name='单位性质')),
                ('division_code', models.CharField(max_length=6, verbose_name='行政区划代码')),
                ('uscc', models.CharField(blank=True, default='', max_length=18, verbose_name='统一社会信用代码')),
                ('path', models.CharField(max_length=255, unique=True, verbose_name='路径')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.unit', verbose_name='上级单位')),
            ],
            options={
                'verbose_name': '单位',
                'ordering': ('path',),
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['city', 'district'])), name='unit_level_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['bureau', 'office', 'affiliated', 'district_bureau', 'delegated', 'external'])), name='unit_kind_known'), models.CheckConstraint(condition=models.Q(('path__endswith', '/')), name='unit_path_closed'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_not_own_parent'), models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('parent', 0), condition=models.Q(('parent__isnull', True)), name='unit_one_root')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='工号')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('password', models.CharField(default='!', max_length=128, verbose_name='密码')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.unit', verbose_name='所在单位')),
            ],
            options={
                'verbose_name': '人员',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='用途')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('scopes', models.JSONField(verbose_name='权限范围')),
                ('issued_by', models.CharField(max_length=32, verbose_name='签发人工号')),
                ('issued_at', models.DateTimeField(verbose_name='签发时间')),
                ('expires_at', models.DateTimeField(verbose_name='有效期至')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='accounts.person', verbose_name='身份')),
            ],
            options={
                'verbose_name': '接口令牌',
                'ordering': ('-issued_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='api_token_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='credential', serialize=False, to='accounts.person', verbose_name='人员')),
                ('password_set_at', models.DateTimeField(blank=True, null=True, verbose_name='密码设置时间')),
                ('totp_salt', models.CharField(blank=True, default='', max_length=64, verbose_name='动态口令盐')),
                ('totp_since', models.DateTimeField(blank=True, null=True, verbose_name='动态口令启用时间')),
                ('totp_counter', models.BigIntegerField(default=0, verbose_name='已用动态口令序号')),
            ],
            options={
                'verbose_name': '登录凭据',
            },
        ),
        migrations.CreateModel(
            name='FormerPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=128, verbose_name='散列')),
                ('replaced_at', models.DateTimeField(verbose_name='停用时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_passwords', to='accounts.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '用过的密码',
                'ordering': ('person', '-replaced_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='LoginLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('issued_by', models.CharField(max_length=32, verbose_name='签发人')),
                ('issued_at', models.DateTimeField(verbose_name='签发时间')),
                ('expires_at', models.DateTimeField(verbose_name='失效时间')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='login_links', to='accounts.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '一次性登录链接',
                'ordering': ('-issued_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='login_link_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='OutsideIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=200, verbose_name='认证平台')),
                ('subject', models.CharField(max_length=200, verbose_name='平台账号标识')),
                ('bound_at', models.DateTimeField(verbose_name='绑定时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='解除时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_identities', to='accounts.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '统一认证账号',
                'ordering': ('issuer', 'subject', 'id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('issuer', 'subject'), name='outside_identity_one_person')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员'), ('bureau_leader', '局领导'), ('legal_office', '政策法规（法制审核）机构'), ('business_unit_head', '业务处室负责人'), ('business_unit_staff', '业务处室经办人'), ('information_unit', '信息管理部门'), ('office', '办公室'), ('insurance_agency', '社保经办机构'), ('fund_supervision', '基金监督机构'), ('draw_operator', '抽取操作员'), ('discipline_witness', '纪检监察见证人'), ('inspector', '执法检查人员'), ('business_inspector', '业务检查人员'), ('inspection_body_head', '劳动保障监察机构负责人'), ('inspection_body', '劳动保障监察机构'), ('case_handler', '案件承办人'), ('reviewer', '法制审核人员'), ('hearing_host', '听证主持人'), ('publisher', '公示发布人'), ('redaction_reviewer', '公示内容审核人'), ('credit_officer', '信用管理人员'), ('archivist', '档案管理员'), ('legal_adviser', '法律顾问'), ('review_expert', '案卷评查专家'), ('district_bureau', '区县人社局'), ('superior_viewer', '上级机关（只读）'), ('supervision_authority', '司法行政（执法监督）机关'), ('enterprise_user', '检查对象用户')], max_length=32, verbose_name='角色')),
                ('from_on', models.DateField(verbose_name='任职起')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='任职止')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '任职',
                'ordering': ('person', 'role', 'unit', 'from_on'),
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['system_admin', 'security_admin', 'audit_admin', 'bureau_leader', 'legal_office', 'business_unit_head', 'business_unit_staff', 'information_unit', 'office', 'insurance_agency', 'fund_supervision', 'draw_operator', 'discipline_witness', 'inspector', 'business_inspector', 'inspection_body_head', 'inspection_body', 'case_handler', 'reviewer', 'hearing_host', 'publisher', 'redaction_reviewer', 'credit_officer', 'archivist', 'legal_adviser', 'review_expert', 'district_bureau', 'superior_viewer', 'supervision_authority', 'enterprise_user'])), name='post_role_known'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='post_until_not_before_from'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('person', 'unit', 'role'), name='post_one_open')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recovery_codes', to='accounts.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '恢复码',
                'ordering': ('person', 'id'),
                'constraints': [models.UniqueConstraint(fields=('person', 'digest'), name='recovery_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_code', models.CharField(db_index=True, max_length=32, verbose_name='检查对象代码')),
                ('subject_name', models.CharField(max_length=200, verbose_name='检查对象名称')),
                ('from_on', models.DateField(verbose_name='代表起')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='代表止')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='accounts.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '检查对象代表',
                'ordering': ('subject_code', 'person', 'from_on'),
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='representation_until_not_before_from'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('person', 'subject_code'), name='representation_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('method', models.CharField(max_length=16, verbose_name='方式')),
                ('began_at', models.DateTimeField(verbose_name='开始时间')),
                ('expires_at', models.DateTimeField(verbose_name='最迟结束时间')),
                ('second_at', models.DateTimeField(blank=True, null=True, verbose_name='动态口令通过时间')),
                ('password_at', models.DateTimeField(blank=True, null=True, verbose_name='改密时间')),
                ('complete_at', models.DateTimeField(blank=True, null=True, verbose_name='登录完成时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('ended_why', models.CharField(blank=True, default='', max_length=60, verbose_name='结束原因')),
                ('address', models.CharField(blank=True, default='', max_length=45, verbose_name='来源地址')),
                ('agent', models.CharField(blank=True, default='', max_length=200, verbose_name='浏览器')),
                ('viewing_purpose', models.CharField(blank=True, default='', max_length=200, verbose_name='查看目的')),
                ('viewing_until', models.DateTimeField(blank=True, null=True, verbose_name='查看至')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='accounts.person', verbose_name='人员')),
                ('viewing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='查看视角')),
            ],
            options={
                'verbose_name': '登录会话',
                'ordering': ('-began_at', '-id'),
                'indexes': [models.Index(fields=['person', 'ended_at'], name='session_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('began_at'))), name='session_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('viewing__isnull', True), ('viewing_until__isnull', True)), models.Q(('viewing__isnull', False), ('viewing_until__isnull', False), models.Q(('viewing_purpose', ''), _negated=True)), _connector='OR'), name='session_viewing_whole')],
            },
        ),
            migrations.RunPython(guard, unguard),
    ]
