from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, GrowsByOne
from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='序号')),
                ('at', models.CharField(max_length=27, verbose_name='时间')),
                ('kind', models.CharField(max_length=64, verbose_name='事件')),
                ('actor', models.CharField(max_length=32, verbose_name='工号')),
                ('actor_name', models.CharField(max_length=60, verbose_name='姓名')),
                ('actor_unit', models.CharField(max_length=120, verbose_name='单位')),
                ('thing', models.CharField(max_length=200, verbose_name='对象')),
                ('body', models.TextField(verbose_name='内容')),
                ('previous', models.CharField(max_length=64, verbose_name='前一条哈希')),
                ('hash', models.CharField(max_length=64, verbose_name='哈希')),
            ],
            options={
                'verbose_name': '日志条目',
                'ordering': ('seq',),
                'indexes': [models.Index(fields=['thing', 'seq'], name='entry_thing'), models.Index(fields=['kind', 'seq'], name='entry_kind'), models.Index(fields=['actor', 'seq'], name='entry_actor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='entry_seq_from_one')],
            },
        ),
        migrations.CreateModel(
            name='JournalHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('suite', models.CharField(choices=[('sha256', 'sha256'), ('sm3', 'sm3')], max_length=8, verbose_name='哈希算法')),
                ('count', models.BigIntegerField(default=0, verbose_name='条数')),
                ('hash', models.CharField(max_length=64, verbose_name='末条哈希')),
            ],
            options={
                'verbose_name': '日志末端',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='journal_head_single'), models.CheckConstraint(condition=models.Q(('suite__in', ['sha256', 'sm3'])), name='journal_head_suite_known')],
            },
        ),
            AppendOnly("audit_entry", key="seq"),
        GrowsByOne("audit_journalhead", "count", fixed=("id", "suite")),
    ]
