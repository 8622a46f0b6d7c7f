"""A batch: the checks of one draw, under the rules frozen when it opened, with its teams and checklists."""

from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """本批检查. Its code is the draw's; the rules are those of the pack the plan was made under."""

    code = models.CharField(max_length=32, unique=True)
    draw = models.OneToOneField("draw.Draw", models.PROTECT, related_name="+")
    plan = models.ForeignKey("planning.ImplementationPlan", models.PROTECT, related_name="+")
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
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class TeamSeat(models.Model):
    """Who sits in a team now; substitutions of the draw change it (refresh_teams)."""

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
    item = models.ForeignKey("planning.PlannedItem", models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)  # 事项第 2 版检查内容; later the guideline's number
    points = models.JSONField()  # [{"key": "1", "text": "…", "standard": "…", "clause": "…"}]
    # 结论种类 of the evaluation method; empty where it sets none of the results apart.
    conclusions = models.JSONField(default=list)

    class Meta:
        ordering = ["batch_id", "item_id"]
        constraints = [models.UniqueConstraint(fields=["batch", "item"], name="checklist_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.item_id}"
