"""Ways out of the house: a person's wishes, the queue of deliveries, and what is said only once."""
import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('desk_messages', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', '邮件'), ('webhook', '推送接口')], max_length=8)),
                ('address', models.CharField(blank=True, default='', max_length=120)),
                ('body', models.TextField()),
                ('urgent', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', '待发'), ('sending', '发送中'), ('sent', '已发出'), ('dead', '未送达')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('error', models.CharField(blank=True, default='', max_length=300)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('next_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, default='', max_length=120, verbose_name='邮箱')),
                ('by_email', models.BooleanField(default=False, verbose_name='邮件提醒')),
                ('by_webhook', models.BooleanField(default=False, verbose_name='推送提醒')),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='once',
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name='一次'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('person', 'once'), name='message_said_once'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='desk_messages.message'),
        ),
        migrations.AddField(
            model_name='preference',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', 'next_at'], name='delivery_waiting'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('message', 'channel'), name='delivery_once_a_channel'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='delivery_sent_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='preference',
            constraint=models.CheckConstraint(condition=models.Q(('by_email', False), models.Q(('email', ''), _negated=True), _connector='OR'), name='preference_has_its_address'),
        ),
    ]
