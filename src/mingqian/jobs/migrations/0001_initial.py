import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=64, verbose_name='种类')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('arguments', models.JSONField(default=dict, verbose_name='参数')),
                ('file_name', models.CharField(blank=True, default='', max_length=120, verbose_name='交来的文件')),
                ('state', models.CharField(choices=[('waiting', '等待'), ('running', '进行中'), ('done', '办结'), ('failed', '未办成'), ('interrupted', '中断'), ('cancelled', '已取消')], default='waiting', max_length=12, verbose_name='状态')),
                ('done', models.BigIntegerField(default=0, verbose_name='已办')),
                ('total', models.BigIntegerField(default=0, verbose_name='共')),
                ('words', models.CharField(blank=True, default='', max_length=200, verbose_name='进度')),
                ('told', models.CharField(blank=True, default='', max_length=500, verbose_name='结果')),
                ('url', models.CharField(blank=True, default='', max_length=300, verbose_name='结果网址')),
                ('refusal', models.JSONField(default=list, verbose_name='未办成的原因')),
                ('result_name', models.CharField(blank=True, default='', max_length=120, verbose_name='结果文件')),
                ('result_size', models.BigIntegerField(default=0, verbose_name='字节')),
                ('result_sha256', models.CharField(blank=True, default='', max_length=64, verbose_name='SHA-256')),
                ('result_until', models.DateField(blank=True, null=True, verbose_name='保留到')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('worker', models.CharField(blank=True, default='', max_length=80, verbose_name='执行程序')),
                ('asked_at', models.DateTimeField(verbose_name='交办时间')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='交办人')),
            ],
            options={
                'verbose_name': '长任务',
                'ordering': ('-id',),
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'running'))), fields=['id'], name='job_open'), models.Index(fields=['person', '-id'], name='job_of_person'), models.Index(condition=models.Q(('result_name', ''), _negated=True), fields=['result_until'], name='job_keeps_file')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed', 'interrupted', 'cancelled'])), name='job_state_known'), models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'running')), ('finished_at__isnull', False), _connector='OR'), name='job_ends_when_final'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('worker', ''), _negated=True), _connector='OR'), name='job_runs_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('kind', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='种类')),
                ('next_at', models.DateTimeField(verbose_name='下次')),
            ],
            options={
                'verbose_name': '周期任务',
            },
        ),
        ]
