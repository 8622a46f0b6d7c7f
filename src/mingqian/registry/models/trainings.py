"""培训、考试、考核: what was held, who was called to it, who came and with how many points."""

from django.db import models
from django.db.models import Q

from mingqian.registry.enums import TrainingKind
from mingqian.registry.models.inspectors import Inspector


class Training(models.Model):
    """One session. An examination or assessment has a mark to reach, an assessment a day to reach it by."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=TrainingKind.choices())
    title = models.CharField(max_length=200)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    held_on = models.DateField()
    hours = models.PositiveSmallIntegerField(default=0)
    led_by = models.CharField(max_length=100)  # 主讲 or 组织单位
    pass_mark = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["-held_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["exam", "assessment"]) | Q(pass_mark__isnull=False),
                name="examination_has_a_mark",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(kind="assessment"), name="only_an_assessment_binds"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingCall(models.Model):
    """Who has to come. The list grows; nobody leaves it."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="calls")
    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="calls")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "inspector"], name="called_once")]

    def __str__(self) -> str:
        return f"{self.training_id}/{self.inspector_id}"


class TrainingSitting(models.Model):
    """One attendance, on its day, with the points where there are any; whoever sits again has another row."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="sittings")
    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="sittings")
    on = models.DateField()
    points = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "inspector", "on"], name="sat_once_a_day")]
        indexes = [models.Index(fields=["on"], name="sitting_by_day")]

    def __str__(self) -> str:
        return f"{self.training_id}/{self.inspector_id} {self.on}"
