import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('draw', '0001_initial'),
        ('planning', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='评查编号')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('cases_drawn', models.PositiveIntegerField(verbose_name='抽取案卷数')),
                ('reserve', models.PositiveSmallIntegerField(default=0, verbose_name='备选案卷数')),
                ('teams', models.PositiveSmallIntegerField(verbose_name='评查小组数')),
                ('team_size', models.PositiveSmallIntegerField(verbose_name='每组人数')),
                ('audit_leaves', models.PositiveSmallIntegerField(default=3)),
                ('public_by', models.DateTimeField(verbose_name='公开随机数期限')),
                ('reveal_by', models.DateTimeField(verbose_name='揭示期限')),
                ('publish_by', models.DateTimeField(verbose_name='公布期限')),
                ('pack_name', models.CharField(max_length=100)),
                ('pack_digest', models.CharField(max_length=64)),
                ('prepared_at', models.DateTimeField()),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': '案卷评查',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='登记号')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('unit', models.CharField(max_length=200, verbose_name='单位')),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '评查专家',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('name', 'unit'), name='expert_once')],
            },
        ),
        migrations.CreateModel(
            name='ReviewCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(max_length=64, verbose_name='标识')),
                ('number', models.CharField(max_length=100, verbose_name='案卷编号')),
                ('kind', models.CharField(max_length=8, verbose_name='执法种类')),
                ('unit', models.CharField(max_length=200, verbose_name='承办单位')),
                ('handlers', models.CharField(blank=True, max_length=200, verbose_name='承办人')),
                ('excluded', models.CharField(blank=True, max_length=200, verbose_name='不参加的原因')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='draw.review')),
            ],
            options={
                'verbose_name': '待评案卷',
                'ordering': ('review', 'identity'),
                'constraints': [models.UniqueConstraint(fields=('review', 'identity'), name='review_case_once')],
            },
        ),
        migrations.CreateModel(
            name='ReviewExpert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8, verbose_name='类别')),
                ('captain', models.BooleanField(default=False, verbose_name='可任组长')),
                ('absent', models.CharField(blank=True, max_length=200, verbose_name='不能参加的原因')),
                ('recuses', models.CharField(blank=True, max_length=400, verbose_name='须回避的单位')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='draw.expert')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='draw.review')),
            ],
            options={
                'verbose_name': '本次评查的专家',
                'ordering': ('review', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('review', 'expert'), name='review_expert_once')],
            },
        ),
        migrations.AlterField(
            model_name='draw',
            name='plan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='planning.implementationplan'),
        ),
        migrations.AddField(
            model_name='draw',
            name='review',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='draw.review'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('plan__isnull', True), ('review__isnull', False)), models.Q(('plan__isnull', False), ('review__isnull', True)), _connector='OR'), name='draw_has_one_occasion'),
        ),
        migrations.CreateModel(
            name='KeyCustody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('shared', '分存'), ('opened', '合并启用'), ('destroyed', '销毁')], max_length=9, verbose_name='办理')),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=400, verbose_name='理由')),
                ('keep_until', models.DateField(null=True, verbose_name='保管至')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='draw.draw')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'verbose_name': '名录密钥保管',
                'ordering': ('draw', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('act', 'shared')), fields=('draw',), name='key_shared_once'), models.UniqueConstraint(condition=models.Q(('act', 'destroyed')), fields=('draw',), name='key_destroyed_once')],
            },
        ),
        # SQLite rebuilt draw_draw above and dropped its triggers with it.
        FrozenWhen(
            table='draw_draw',
            column='state',
            values=('announced', 'sealed', 'valued', 'revealed', 'seeded', 'computed', 'signed', 'published', 'completed', 'voided', 'abandoned'),
            allowed=('state', 'seal_doc', 'seal_hash', 'keys_handed_at', 'seed', 'result_doc', 'result_hash', 'published_at'),
        ),
        AppendOnly(
            table='draw_review',
        ),
        AppendOnly(
            table='draw_reviewcase',
        ),
        AppendOnly(
            table='draw_expert',
        ),
        AppendOnly(
            table='draw_reviewexpert',
        ),
        AppendOnly(
            table='draw_keycustody',
        ),
    ]
