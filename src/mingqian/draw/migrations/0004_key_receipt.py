"""Two more acts with a shared key: a new sheet, and the receipt. Only the words of a choice change, no table."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies: ClassVar = [("draw", "0003_seats")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="keycustody",
            name="act",
            field=models.CharField(
                choices=[
                    ("shared", "分存"),
                    ("reissued", "重发份额"),
                    ("received", "确认收到"),
                    ("opened", "合并启用"),
                    ("destroyed", "销毁"),
                ],
                max_length=9,
                verbose_name="办理",
            ),
        ),
    ]
