"""Sign-in: credentials, links, sessions, counters of wrong guesses, representatives of subjects."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
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
    ]
