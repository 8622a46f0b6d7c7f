"""Whose decision a void is; one more act with a shared key."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.immutability import FrozenWhen
from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies: ClassVar = [("draw", "0004_key_receipt")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="change",
            name="ordered_by",
            field=models.CharField(
                blank=True,
                choices=[("superior", "上级机关"), ("review", "复议机关"), ("court", "人民法院")],
                default="",
                max_length=8,
                verbose_name="决定机关",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="keycustody",
            name="act",
            field=models.CharField(
                choices=[
                    ("shared", "分存"),
                    ("reissued", "重发份额"),
                    ("received", "确认收到"),
                    ("opened", "合并启用"),
                    ("restored", "为重抽恢复"),
                    ("destroyed", "销毁"),
                ],
                max_length=9,
                verbose_name="办理",
            ),
        ),
        # SQLite has made the table anew; a change once decided stays as it is.
        FrozenWhen("draw_change", "answer", ("approved", "refused")),
    ]
