import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('draw', '0002_occasions'),
    ]

    operations = [
        migrations.CreateModel(
            name='DicePhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('kind', models.CharField(max_length=4, verbose_name='格式')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('at', models.DateTimeField(verbose_name='存入时间')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='draw.logevent')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='draw.party')),
                ('value', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='draw.publicvalue')),
            ],
            options={
                'verbose_name': '骰子照片',
                'ordering': ('value', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('value', 'digest'), name='dice_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='SeatLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.CharField(max_length=64, verbose_name='盐')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('holder', models.CharField(max_length=60, verbose_name='持有人')),
                ('issued_at', models.DateTimeField(verbose_name='签发时间')),
                ('expires_at', models.DateTimeField(verbose_name='失效时间')),
                ('taken_at', models.DateTimeField(null=True, verbose_name='手机入座时间')),
                ('device', models.CharField(blank=True, max_length=64, verbose_name='手机标记的摘要')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='收回时间')),
                ('revoked_why', models.CharField(blank=True, max_length=200, verbose_name='收回原因')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='draw.party')),
            ],
            options={
                'verbose_name': '席位链接',
                'ordering': ('party', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('party',), name='seat_link_one_open'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='seat_link_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('device', ''), ('taken_at__isnull', True)), models.Q(('taken_at__isnull', False), models.Q(('device', ''), _negated=True)), _connector='OR'), name='seat_link_taken_by_a_phone')],
            },
        ),
        migrations.AddField(
            model_name='party',
            name='way',
            field=models.CharField(blank=True, choices=[('account', '本人账号'), ('link', '本人手机'), ('entered', '口述代录'), ('paper', '纸面信封')], max_length=8, verbose_name='承诺怎样交来'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='party',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='draw.party'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='name',
            field=models.CharField(blank=True, max_length=60, verbose_name='签名'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='strokes',
            field=models.TextField(blank=True, verbose_name='手写笔画'),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.UniqueConstraint(fields=('draw', 'party'), name='sign_off_once_a_party'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('party__isnull', False), ('person__isnull', False), _connector='OR'), name='sign_off_by_somebody'),
        ),
        AppendOnly(
            table='draw_dicephoto',
        ),
        # SQLite rebuilt draw_signoff above and dropped its triggers with it.
        AppendOnly(
            table='draw_signoff',
        ),
    ]
