from django.db import migrations, models



class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SpentForm',
            fields=[
                ('token', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='表单号')),
                ('location', models.CharField(blank=True, default='', max_length=500, verbose_name='首次办理后转到')),
                ('at', models.DateTimeField(verbose_name='办理时间')),
            ],
            options={
                'verbose_name': '已提交表单',
            },
        ),
        ]
