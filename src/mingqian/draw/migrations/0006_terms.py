"""One term for one thing: a secret is 秘密 and is revealed (揭示). Only words change, no table."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.migrating import Together

STATES = [
    ("prepared", "准备中"),
    ("frozen", "名录已冻结"),
    ("announced", "已公告"),
    ("sealed", "已封签"),
    ("valued", "已出数"),
    ("revealed", "已揭示"),
    ("seeded", "种子已定"),
    ("computed", "已出结果"),
    ("signed", "已签认"),
    ("published", "已公布"),
    ("completed", "已办结"),
    ("voided", "已作废"),
    ("abandoned", "已放弃"),
]


class Migration(Together):
    dependencies: ClassVar = [("draw", "0005_ordered_void")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="draw",
            name="state",
            field=models.CharField(choices=STATES, default="prepared", max_length=12, verbose_name="状态"),
        ),
        migrations.AlterField(
            model_name="party",
            name="secret",
            field=models.CharField(blank=True, max_length=128, verbose_name="秘密"),
        ),
    ]
