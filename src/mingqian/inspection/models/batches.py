"""A batch: checks under rules frozen when it opened, with items, teams and checklists; drawn, or opened for a reason."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import Origin


class Batch(models.Model):
    """本批检查. Drawn: its code is the draw's, the rules those of the plan's pack. Else ``source`` names its cause."""

    code = models.CharField(max_length=32, unique=True)
    origin = models.CharField(max_length=12, choices=Origin.choices(), default=Origin.DRAW.value)
    draw = models.OneToOneField("draw.Draw", models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey("planning.ImplementationPlan", models.PROTECT, null=True, related_name="+")
    # The lead, special plan or list behind it, by code: most of them live in rooms of their own.
    source = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    rules = models.JSONField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    opened_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    # 检查结束: the day publication clocks of the inspection end run from.
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="batch_ended_by_somebody",
            ),
            # 厦门 一(四) 防止选择执法: drawn with its plan, or named with what led to it and why.
            models.CheckConstraint(
                condition=Q(origin=Origin.DRAW.value, draw__isnull=False, plan__isnull=False)
                | (~Q(origin=Origin.DRAW.value) & Q(draw__isnull=True) & ~Q(source="") & ~Q(reason="")),
                name="batch_drawn_or_with_a_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class BatchItem(models.Model):
    """One item as this batch checks it; ``planned`` is the plan's row where a plan stands behind it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey("registry.Item", models.PROTECT, related_name="+")
    item_version = models.ForeignKey("registry.ItemVersion", models.PROTECT, related_name="+")
    planned = models.ForeignKey("planning.PlannedItem", models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=20)

    class Meta:
        ordering = ["batch_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "item"], name="batchitem_item_once"),
            models.UniqueConstraint(fields=["batch", "number"], name="batchitem_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}-{self.number}"


class JointMember(models.Model):
    """联合检查 (XM-37): somebody of another authority who comes along, named with authority and certificate."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="joint_members")
    authority = models.CharField(max_length=100)
    name = models.CharField(max_length=60)
    certificate = models.CharField(max_length=40)
    duty = models.CharField(max_length=200)

    class Meta:
        ordering = ["batch_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "certificate"], name="jointmember_once"),
            models.CheckConstraint(
                condition=~Q(certificate="") & ~Q(authority=""), name="jointmember_has_papers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.name}"


class TeamSeat(models.Model):
    """Who sits in a team now; substitutions of the draw change it (services.following)."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="seats")
    team = models.PositiveIntegerField()
    seat = models.CharField(max_length=4)
    inspector = models.ForeignKey("registry.Inspector", models.PROTECT, related_name="+")
    captain = models.BooleanField()

    class Meta:
        ordering = ["batch_id", "team", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "team", "seat"], name="seat_once"),
            models.UniqueConstraint(fields=["batch", "inspector"], name="seat_one_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.team}{self.seat}"


class Checklist(models.Model):
    """XM-31 检查工作表格: the same item, the same form for every subject of the batch."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="checklists")
    item = models.ForeignKey(BatchItem, models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)  # 事项第 2 版检查内容; later the guideline's number
    points = models.JSONField()  # [{"key": "1", "text": "…", "standard": "…", "clause": "…"}]
    # 结论种类 of the evaluation method; empty where it sets none of the results apart.
    conclusions = models.JSONField(default=list)

    class Meta:
        ordering = ["batch_id", "item_id"]
        constraints = [models.UniqueConstraint(fields=["batch", "item"], name="checklist_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.item_id}"
