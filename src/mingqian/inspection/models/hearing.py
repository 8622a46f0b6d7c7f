"""告知、申辩、答复: the notice, what the firm said to it with its files, and what it was answered."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import Medium, Phase
from mingqian.inspection.models.rectifications import RectificationStep
from mingqian.inspection.models.tasks import Task


class ResultNotice(models.Model):
    """初步结果告知书, as it was served."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="notices")
    number = models.CharField(max_length=60, unique=True)
    text = models.TextField()
    served_on = models.DateField()
    medium = models.CharField(max_length=12, choices=Medium.choices())
    receipt = models.CharField(max_length=200)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["task_id", "id"]

    def __str__(self) -> str:
        return self.number


class Defence(models.Model):
    """陈述申辩, or its written waiver. ``on_behalf``: handed in on paper and entered by an officer."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="defences")
    text = models.TextField()
    waived = models.BooleanField(default=False)
    on_behalf = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["task_id", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="defence_has_words")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.at}"


class DefenceAnswer(models.Model):
    """复核意见: what the bureau answers, and whether the result changes by it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="answers")
    text = models.TextField()
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["task_id", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="defenceanswer_has_words")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.before}→{self.after}"


class Attachment(models.Model):
    """A file the firm handed in, kept under the hash of its content."""

    defence = models.ForeignKey(Defence, models.PROTECT, null=True, related_name="files")
    step = models.ForeignKey(RectificationStep, models.PROTECT, null=True, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    # 整改前, 整改后: two pictures of one place; anything else has no phase.
    phase = models.CharField(max_length=6, choices=Phase.choices(), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(defence__isnull=False, step__isnull=True)
                | Q(defence__isnull=True, step__isnull=False),
                name="attachment_belongs_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name
