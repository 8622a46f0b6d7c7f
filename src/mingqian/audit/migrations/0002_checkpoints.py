import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('log', '签发检查点'), ('cosign', '联署外部日志')], max_length=8, verbose_name='用途')),
                ('public', models.CharField(max_length=64, unique=True, verbose_name='公钥')),
                ('since', models.DateTimeField(verbose_name='启用时间')),
            ],
            options={
                'verbose_name': '签名密钥',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=200, verbose_name='日志')),
                ('size', models.BigIntegerField(verbose_name='条数')),
                ('root', models.CharField(max_length=64, verbose_name='树根')),
                ('note', models.TextField(verbose_name='签名文本')),
                ('made_at', models.DateTimeField(verbose_name='签发时间')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='audit.ownkey')),
            ],
            options={
                'verbose_name': '检查点',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=200, verbose_name='日志')),
                ('level', models.PositiveSmallIntegerField(verbose_name='层')),
                ('index', models.BigIntegerField(verbose_name='位置')),
                ('hashes', models.BinaryField(verbose_name='哈希')),
                ('root', models.BinaryField(max_length=32, verbose_name='上层哈希')),
            ],
            options={
                'verbose_name': '日志树片',
                'constraints': [models.UniqueConstraint(fields=('origin', 'level', 'index'), name='tile_once')],
            },
        ),
        migrations.CreateModel(
            name='TimeStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('response', models.TextField(verbose_name='时间戳（base64）')),
                ('authority', models.CharField(max_length=300, verbose_name='时间戳机构')),
                ('stamped_at', models.DateTimeField(verbose_name='时间戳时间')),
                ('added_at', models.DateTimeField(verbose_name='收到时间')),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stamps', to='audit.checkpoint')),
            ],
            options={
                'verbose_name': '时间戳',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='TrustedKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('key', models.CharField(max_length=400, unique=True, verbose_name='公钥')),
                ('holder', models.CharField(choices=[('upper', '上级机关'), ('witness', '见证人'), ('log', '外部日志')], max_length=8, verbose_name='持有人')),
                ('unit', models.CharField(max_length=120, verbose_name='单位')),
                ('suite', models.CharField(choices=[('sha256', 'sha256'), ('sm3', 'sm3')], max_length=8, verbose_name='哈希算法')),
                ('state', models.CharField(choices=[('in_use', '在用'), ('ended', '已停用')], max_length=8, verbose_name='状态')),
                ('since', models.DateTimeField(verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='停用时间')),
            ],
            options={
                'verbose_name': '外部公钥',
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'in_use')), models.Q(('ended_at__isnull', False), ('state', 'ended')), _connector='OR'), name='trusted_key_ended_has_time')],
            },
        ),
        migrations.CreateModel(
            name='SeenNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=200, verbose_name='日志')),
                ('size', models.BigIntegerField(verbose_name='条数')),
                ('root', models.CharField(max_length=64, verbose_name='树根')),
                ('note', models.TextField(verbose_name='签名文本')),
                ('proof', models.TextField(blank=True, verbose_name='一致性证明')),
                ('verdict', models.CharField(choices=[('cosigned', '已联署'), ('refused', '已拒绝')], max_length=8, verbose_name='结论')),
                ('line', models.CharField(blank=True, max_length=400, verbose_name='联署签名行')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='audit.trustedkey')),
            ],
            options={
                'verbose_name': '见过的检查点',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(max_length=400, verbose_name='签名行')),
                ('signed_at', models.DateTimeField(verbose_name='联署时间')),
                ('added_at', models.DateTimeField(verbose_name='收到时间')),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='audit.checkpoint')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='audit.trustedkey')),
            ],
            options={
                'verbose_name': '联署',
                'ordering': ('pk',),
            },
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.UniqueConstraint(fields=('origin', 'size', 'key'), name='checkpoint_once'),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='checkpoint_of_something'),
        ),
        migrations.AddIndex(
            model_name='seennote',
            index=models.Index(fields=['origin', 'verdict', 'size'], name='seen_origin'),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('checkpoint', 'by'), name='cosigned_once'),
        ),
        AppendOnly("audit_ownkey"),
        AppendOnly("audit_tile"),
        AppendOnly("audit_checkpoint"),
        AppendOnly("audit_cosignature"),
        AppendOnly("audit_timestamp"),
        AppendOnly("audit_seennote"),
        FrozenWhen("audit_trustedkey", "state", ["ended"]),
    ]
