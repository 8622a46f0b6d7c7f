"""Batches without a draw: their cause and reason, items of their own, people of other authorities; approval sheet."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together

KINDS = [("routine", "日常检查"), ("case_specific", "个案检查"), ("special", "专项检查"), ("joint", "联合检查")]
REASONS = [
    ("law", "法律法规规定须实地检查"),
    ("talks", "须座谈、走访了解情况"),
    ("survey", "须现场查看场所、设施或人员"),
    ("lead", "核查线索须到现场"),
]
ORIGINS = [
    ("draw", "随机抽取"),
    ("lead", "线索核查"),
    ("special", "专项检查"),
    ("new_licensee", "新许可必查"),
    ("joint", "联合检查"),
    ("case", "个案检查"),
]
STATES = [
    ("requested", "待审批"),
    ("emergency", "待补办"),
    ("approved", "已批准"),
    ("refused", "不批准"),
    ("withdrawn", "已撤回"),
]
PROTECT = django.db.models.deletion.PROTECT


def carry(apps: Any, schema_editor: Any) -> None:
    """The items of the batches there are, and every task and checklist pointed to them."""
    BatchItem, Task, Checklist = (apps.get_model("inspection", name) for name in ("BatchItem", "Task", "Checklist"))
    found: dict[tuple[int, int], Any] = {}
    for model in (Checklist, Task):
        for batch, pk in model.objects.order_by().values_list("batch_id", "planned_id").distinct():
            found.setdefault((batch, pk), None)
    PlannedItem = apps.get_model("planning", "PlannedItem")
    planned = PlannedItem.objects.in_bulk([pk for _, pk in found])
    for batch, pk in sorted(found):
        row = planned[pk]
        found[batch, pk] = BatchItem.objects.create(
            batch_id=batch, number=row.number, item_id=row.item_id, item_version_id=row.item_version_id,
            planned_id=pk, method=row.method,
        )
        for model in (Checklist, Task):
            model.objects.filter(batch_id=batch, planned_id=pk).update(item=found[batch, pk])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def thaw(apps: Any, schema_editor: Any) -> None:
    """The guards of the tables that are remade stand up again at the end of this migration."""
    for guard in (AppendOnly("inspection_checklist"), FrozenWhen("inspection_approval", "state", ("approved",))):
        for statement in guard._drop(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def moved(model: str, constraint: str) -> list[Any]:
    """First half: the old reference steps aside, the new one comes empty."""
    return [
        migrations.RemoveConstraint(model, constraint),
        migrations.RenameField(model, "item", "planned"),
        migrations.AddField(
            model, "item", models.ForeignKey("inspection.BatchItem", PROTECT, null=True, related_name="+")
        ),
    ]


def settled(model: str) -> list[Any]:
    """Second half: only the new one stays."""
    return [
        migrations.RemoveField(model, "planned"),
        migrations.AlterField(model, "item", models.ForeignKey("inspection.BatchItem", PROTECT, related_name="+")),
    ]


class Migration(Together):

    dependencies = [("inspection", "0001_initial"), ("planning", "0001_initial"), ("registry", "0001_initial")]

    operations = [
        migrations.RunPython(thaw, migrations.RunPython.noop),
        migrations.AddField("batch", "origin", models.CharField(max_length=12, choices=ORIGINS, default="draw")),
        migrations.AddField("batch", "source", models.CharField(max_length=40, blank=True, default=""), preserve_default=False),
        migrations.AddField("batch", "reason", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AlterField(
            "batch", "draw", models.OneToOneField("draw.Draw", PROTECT, null=True, related_name="+")
        ),
        migrations.AlterField(
            "batch", "plan", models.ForeignKey("planning.ImplementationPlan", PROTECT, null=True, related_name="+")
        ),
        migrations.AddConstraint(
            "batch",
            models.CheckConstraint(
                condition=Q(origin="draw", draw__isnull=False, plan__isnull=False)
                | (~Q(origin="draw") & Q(draw__isnull=True) & ~Q(source="") & ~Q(reason="")),
                name="batch_drawn_or_with_a_cause",
            ),
        ),
        migrations.CreateModel(
            "BatchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("method", models.CharField(max_length=20)),
                ("batch", models.ForeignKey("inspection.batch", django.db.models.deletion.CASCADE, related_name="items")),
                ("item", models.ForeignKey("registry.item", PROTECT, related_name="+")),
                ("item_version", models.ForeignKey("registry.itemversion", PROTECT, related_name="+")),
                ("planned", models.ForeignKey("planning.planneditem", PROTECT, null=True, related_name="+")),
            ],
            options={
                "ordering": ["batch_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=["batch", "item"], name="batchitem_item_once"),
                    models.UniqueConstraint(fields=["batch", "number"], name="batchitem_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "JointMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authority", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=60)),
                ("certificate", models.CharField(max_length=40)),
                ("duty", models.CharField(max_length=200)),
                ("batch", models.ForeignKey("inspection.batch", django.db.models.deletion.CASCADE, related_name="joint_members")),
            ],
            options={
                "ordering": ["batch_id", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=["batch", "certificate"], name="jointmember_once"),
                    models.CheckConstraint(
                        condition=~Q(certificate="") & ~Q(authority=""), name="jointmember_has_papers"
                    ),
                ],
            },
        ),
        *moved("task", "task_pair_once"),
        *moved("checklist", "checklist_once"),
        migrations.RunPython(carry, migrations.RunPython.noop),
        *settled("task"),
        *settled("checklist"),
        migrations.AddConstraint(
            "task", models.UniqueConstraint(fields=["batch", "item", "subject"], name="task_pair_once")
        ),
        migrations.AddConstraint(
            "checklist", models.UniqueConstraint(fields=["batch", "item"], name="checklist_once")
        ),
        migrations.AddField("approval", "kind", models.CharField(max_length=16, choices=KINDS, default="routine")),
        migrations.AddField("approval", "on_site_reason", models.CharField(max_length=12, choices=REASONS, blank=True, default=""), preserve_default=False),
        migrations.AddField("approval", "visits_before", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("approval", "frequency", models.CharField(max_length=300, blank=True, default=""), preserve_default=False),
        migrations.AddField("approval", "frequency_clause", models.CharField(max_length=300, blank=True, default=""), preserve_default=False),
        migrations.AddField("approval", "emergency", models.CharField(max_length=300, blank=True, default=""), preserve_default=False),
        migrations.AlterField("approval", "state", models.CharField(max_length=10, choices=STATES, default="requested")),
        migrations.AddConstraint(
            "approval",
            models.CheckConstraint(
                condition=~Q(state="emergency") | ~Q(emergency=""), name="approval_emergency_says_why"
            ),
        ),
        AppendOnly("inspection_checklist"),
        FrozenWhen("inspection_approval", "state", ("approved", "refused", "withdrawn")),
    ]
