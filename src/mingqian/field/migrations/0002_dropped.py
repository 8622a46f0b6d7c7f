"""附件不传: one more kind of action; the column stays as it is."""

from django.db import migrations, models

from mingqian.audit.migrating import Together

KINDS = [
    ("accepted", "接受任务"), ("lease", "记录员"), ("scanned", "扫码入企"), ("shown", "亮证"), ("told", "告知权利"),
    ("answered", "检查表"), ("evidence", "取证"), ("recorded", "检查笔录"), ("corrected", "更正笔录"), ("signed", "签字"),
    ("declined", "拒签"), ("finished", "完成检查"), ("left", "中断检查"), ("dropped", "附件不传"),
]  # fmt: skip


class Migration(Together):
    dependencies = [("field", "0001_initial")]

    operations = [
        migrations.AlterField("fieldaction", "kind", models.CharField(max_length=12, choices=KINDS)),
    ]
