from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('publicity', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='withdrawal',
            name='ground',
            field=models.CharField(choices=[('revoked', '决定被依法撤销'), ('changed', '决定被依法变更'), ('unlawful', '决定被确认违法'), ('void', '决定被确认无效'), ('remade', '要求重新作出'), ('mistake', '公示内容有误'), ('expired', '公示期限届满'), ('privacy', '不应公开的个人信息'), ('disclosure', '不再主动公开')], max_length=12),
        ),
    ]
