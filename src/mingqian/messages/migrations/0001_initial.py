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
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('detail', models.CharField(blank=True, default='', max_length=500, verbose_name='内容')),
                ('url', models.CharField(blank=True, default='', max_length=300, verbose_name='网址')),
                ('why', models.CharField(max_length=200, verbose_name='为什么通知我')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person', verbose_name='收件人')),
            ],
            options={
                'verbose_name': '消息',
                'ordering': ('-at', '-id'),
                'indexes': [models.Index(fields=['person', '-at', '-id'], name='message_of_person'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='message_unread')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('why', ''), _negated=True)), name='message_says_something'), models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', '/'), _connector='OR'), name='message_leads_inside')],
            },
        ),
        ]
