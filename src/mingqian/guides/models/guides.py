"""办事指南: the guide of one power as the desk keeps it. What was public stays as it was with its notice."""

from django.db import models
from django.db.models import F, Q

from mingqian.guides import rules


class Guide(models.Model):
    """One power's guide. Name and basis are the power's own: they are nowhere entered a second time."""

    power = models.OneToOneField("registry.Power", models.PROTECT, related_name="guide")
    accepted_at = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="+"
    )  # 受理机关, until handed down
    decided_by = models.ForeignKey("accounts.Unit", models.PROTECT, null=True, related_name="+")  # 审批机构
    duty = models.CharField("职责范围", max_length=500, blank=True, default="")
    authority = models.CharField("执法权限", max_length=500, blank=True, default="")
    conditions = models.CharField("受理条件", max_length=1000, blank=True, default="")
    days = models.PositiveSmallIntegerField("承诺办理工作日", default=0)
    result = models.CharField("办理结果", max_length=200, blank=True, default="")
    enquiries = models.CharField("咨询电话", max_length=60, blank=True, default="")
    complaints = models.CharField("投诉电话", max_length=60, blank=True, default="")
    place = models.CharField("办理地点和时间", max_length=200, blank=True, default="")
    samples = models.CharField("示范文本", max_length=300, blank=True, default="")
    promise = models.CharField("服务承诺", max_length=300, blank=True, default="")
    remedy = models.CharField("救济渠道", max_length=300, blank=True, default="")
    changed_on = models.DateField()

    class Meta:
        ordering = ["power__code"]

    def __str__(self) -> str:
        return f"guide of {self.power_id}"


class Step(models.Model):
    """One step of the procedure in force; the flow chart is drawn from these rows."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    post = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["guide_id", "number"]
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="guide_step_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Fee(models.Model):
    """收费标准: a fee with its basis. It is never rewritten; it ends on a day, by a document."""

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="fees")
    name = models.CharField(max_length=60)
    fen = models.PositiveIntegerField()
    document = models.ForeignKey("registry.RuleDocument", models.PROTECT, related_name="+")
    article = models.CharField(max_length=100, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True)
    ended_by = models.ForeignKey("registry.RuleDocument", models.PROTECT, null=True, related_name="+")
    # Always so: by it the trigger knows a fee that is listed, of which nothing but the end may still be written.
    state = models.CharField(max_length=8, default="listed")

    class Meta:
        ordering = ["guide_id", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_by__isnull=True)
                | Q(until__isnull=False, ended_by__isnull=False, until__gt=F("since")),
                name="fee_ends_by_a_document",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def amount(self) -> str:
        """In yuan, as the guide says it."""
        return rules.yuan(self.fen)


class Handover(models.Model):
    """下放: from a day on another unit takes applications in, and the one before no longer."""

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="handovers")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    document = models.ForeignKey("registry.RuleDocument", models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["guide_id", "on", "number"]
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="handover_once")]

    def __str__(self) -> str:
        return f"第 {self.number} 次下放"
