"""Units, people, posts; the database itself keeps the three administrators apart (三员分立)."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


ADMINISTRATORS = "('system_admin', 'security_admin', 'audit_admin')"
WORDS = "系统管理员、安全管理员、审计管理员互斥，也不得兼任业务角色"

# Another post of the same person, on a common day, in another role, one of the two an administrator's.
CLASH = f"""EXISTS (
    SELECT 1 FROM accounts_post AS held
    WHERE held.person_id = NEW.person_id AND held.id <> COALESCE(NEW.id, -1) AND held.role <> NEW.role
      AND (held.role IN {ADMINISTRATORS} OR NEW.role IN {ADMINISTRATORS})
      AND (held.until_on IS NULL OR held.until_on >= NEW.from_on)
      AND (NEW.until_on IS NULL OR held.from_on <= NEW.until_on))"""

# SQLite gives NEW.id = -1 before an insert, which is no row's id.
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

# The person's row is locked first: two appointments at one moment would not see each other.
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
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='工号')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('password', models.CharField(default='!', max_length=128, verbose_name='密码')),
            ],
            options={
                'verbose_name': '人员',
                'ordering': ('code',),
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
            },
        ),
        migrations.AddField(
            model_name='person',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.unit', verbose_name='所在单位'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['city', 'district'])), name='unit_level_known'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bureau', 'office', 'affiliated', 'district_bureau', 'delegated', 'external'])), name='unit_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('path__endswith', '/')), name='unit_path_closed'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_not_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('parent', 0), condition=models.Q(('parent__isnull', True)), name='unit_one_root'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['system_admin', 'security_admin', 'audit_admin', 'bureau_leader', 'legal_office', 'business_unit_head', 'business_unit_staff', 'information_unit', 'office', 'insurance_agency', 'fund_supervision', 'draw_operator', 'discipline_witness', 'inspector', 'business_inspector', 'inspection_body_head', 'inspection_body', 'case_handler', 'reviewer', 'hearing_host', 'publisher', 'redaction_reviewer', 'credit_officer', 'archivist', 'legal_adviser', 'review_expert', 'district_bureau', 'superior_viewer', 'supervision_authority', 'enterprise_user'])), name='post_role_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='post_until_not_before_from'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('person', 'unit', 'role'), name='post_one_open'),
        ),
        migrations.RunPython(guard, unguard),
    ]
