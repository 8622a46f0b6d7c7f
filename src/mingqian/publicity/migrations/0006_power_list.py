"""权责清单 among the kinds of notices (石嘴山 2(2), 2(4))."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.migrating import Together

KINDS = [
    ("item_list", "事项清单"),
    ("inspector_list", "执法人员清单"),
    ("subject_list", "对象名录"),
    ("annual_plan", "年度计划"),
    ("draw_notice", "抽取公告"),
    ("draw_result", "抽取结果"),
    ("results", "检查结果"),
    ("statistics", "年度执法数据"),
    ("rule_document", "制度规范"),
    ("evaluation_method", "检查评价办法"),
    ("duties", "职责与程序"),
    ("service_guide", "办事指南"),
    ("power_list", "权责清单"),
]


class Migration(Together):
    dependencies: ClassVar = [("publicity", "0005_pointed_out")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="notice", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        ),
    ]
