"""联合检查表 joins the kinds of papers: words only, no column changes."""

from django.db import migrations, models

from mingqian.audit.migrating import Together

KINDS = [
    ("annual_plan", "年度抽查工作计划"),
    ("implementation_plan", "抽查实施方案"),
    ("draw_record", "随机抽取记录表"),
    ("subject_list", "检查对象名单"),
    ("team_list", "执法人员名单及分组"),
    ("substitution_register", "递补登记表"),
    ("exemption_sheet", "免检审批表"),
    ("recusal_register", "回避登记表"),
    ("approval_sheet", "行政检查审批表"),
    ("visit_notice", "行政检查通知书"),
    ("check_record", "检查记录表"),
    ("site_record", "现场检查笔录"),
    ("joint_record", "联合检查表"),
    ("preliminary_notice", "检查初步结果告知书"),
    ("defence_record", "陈述申辩记录"),
    ("result_notice", "行政检查结果告知书"),
    ("rectification_order", "责令限期改正通知书"),
    ("revisit_record", "整改回访记录"),
    ("result_sheet", "检查结果公示表"),
    ("batch_report", "执法检查报告"),
    ("ledger", "随机抽查工作台账"),
    ("service_record", "送达回证"),
]


class Migration(Together):
    dependencies = [("documents", "0002_papers")]

    operations = [
        migrations.AlterField(name, "kind", models.CharField(choices=KINDS, max_length=24))
        for name in ("document", "series", "template", "word")
    ]
