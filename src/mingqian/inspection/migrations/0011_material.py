"""The list of material line by line, where material comes from, and 比对核查."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together

PROTECT = django.db.models.deletion.PROTECT
ROADS = [
    ("asked", "检查对象提交"),
    ("own", "本机关已有材料"),
    ("looked_up", "网上查询"),
    ("compared", "数据比对"),
]
LINES = [
    ("asked", "待提交"),
    ("handed_in", "待审核"),
    ("good", "合格"),
    ("missing", "需补正"),
    ("none", "不适用"),
]
AS_STEP = {"reviewed": "good", "returned": "missing", "handed_in": "handed_in", "asked": "asked"}
VERDICTS = [("same", "一致"), ("different", "不一致"), ("unclear", "无法判断")]
SETTLED = [("verified", "已核实"), ("lead", "转为线索"), ("again", "另行核查")]


def key() -> models.BigAutoField:
    """The row's own number."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def carry(apps: Any, schema_editor: object) -> None:  # noqa: ANN401 — as Django's
    """What was looked up is called so; what was asked for in one text becomes the lines of a list."""
    steps = apps.get_model("inspection", "OffsiteStep").objects
    steps.filter(task__method="network").update(road="looked_up")
    line = apps.get_model("inspection", "OffsiteLine")
    for step in steps.filter(task__method="written").order_by("pk"):
        texts = [text.strip() for text in step.asked.splitlines() if text.strip()]
        state = AS_STEP[step.state]
        words = step.return_reason[:300] or "请补正" if state == "missing" else ""
        line.objects.bulk_create(
            line(step=step, number=number, text=text[:300], state=state, words=words)
            for number, text in enumerate(texts, 1)
        )


class Migration(Together):
    dependencies: ClassVar = [("accounts", "0001_initial"), ("inspection", "0010_unchecked_reasons")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="offsitestep",
            name="road",
            field=models.CharField(choices=ROADS, default="asked", max_length=10),
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", key()),
                ("code", models.CharField(max_length=32, unique=True)),
                ("left_name", models.CharField(max_length=120)),
                ("left_digest", models.CharField(max_length=64)),
                ("left_rows", models.PositiveIntegerField()),
                ("right_name", models.CharField(max_length=120)),
                ("right_digest", models.CharField(max_length=64)),
                ("right_rows", models.PositiveIntegerField()),
                ("columns", models.JSONField()),
                ("rule", models.TextField()),
                ("notes", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(on_delete=PROTECT, related_name="comparisons", to="inspection.batch"),
                ),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.person")),
                ("item", models.ForeignKey(on_delete=PROTECT, related_name="+", to="inspection.batchitem")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="OffsiteLine",
            fields=[
                ("id", key()),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("state", models.CharField(choices=LINES, default="asked", max_length=10)),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "step",
                    models.ForeignKey(on_delete=PROTECT, related_name="lines", to="inspection.offsitestep"),
                ),
            ],
            options={
                "ordering": ["step_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("step", "number"), name="offsite_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="offsite_line_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "missing"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="offsite_line_says_what_lacks",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="offsitefile",
            name="line",
            field=models.ForeignKey(
                null=True, on_delete=PROTECT, related_name="files", to="inspection.offsiteline"
            ),
        ),
        migrations.CreateModel(
            name="ComparisonRow",
            fields=[
                ("id", key()),
                ("verdict", models.CharField(choices=VERDICTS, max_length=10)),
                ("why", models.CharField(max_length=500)),
                ("left", models.JSONField()),
                ("right", models.JSONField()),
                ("settled", models.CharField(blank=True, choices=SETTLED, max_length=10)),
                ("words", models.TextField(blank=True)),
                ("lead", models.CharField(blank=True, max_length=40)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "comparison",
                    models.ForeignKey(on_delete=PROTECT, related_name="rows", to="inspection.comparison"),
                ),
                (
                    "settled_by",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="accounts.person"),
                ),
                ("task", models.ForeignKey(on_delete=PROTECT, related_name="compared", to="inspection.task")),
            ],
            options={
                "ordering": ["comparison_id", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("comparison", "task"), name="compared_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled", ""),
                            models.Q(
                                models.Q(("words", ""), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="difference_settled_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled", ""), models.Q(("verdict", "same"), _negated=True), _connector="OR"
                        ),
                        name="agreement_needs_no_settling",
                    ),
                ],
            },
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
        AppendOnly("inspection_comparison"),
        FrozenWhen("inspection_comparisonrow", "settled", ("verified", "lead", "again")),
    ]
