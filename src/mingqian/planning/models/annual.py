"""Annual plan (年度抽查工作计划): versions, lines, rounds, partners, and what is left out with its reason."""

from django.db import models
from django.db.models import F, Q

from mingqian.planning.enums import PlanState, RollMode, RuleSource, SamplingMethod, Standing


class AnnualPlan(models.Model):
    """XM-80: 每年…年度工作计划. An adjusted plan is a new version; both stay readable."""

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    document_no = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=PlanState.choices())
    pack_name = models.CharField(max_length=100)
    pack_digest = models.CharField(max_length=64)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    adjustment_reason = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    prepared_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    submitted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    sent_to = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    receipt_no = models.CharField(max_length=100, blank=True)
    received_on = models.DateField(null=True)

    class Meta:
        ordering = ["unit_id", "year", "version"]
        constraints = [
            # A withdrawn draft leaves its place to the next.
            models.UniqueConstraint(
                fields=["unit", "year", "version"], condition=~Q(state="withdrawn"), name="plan_version_once"
            ),
            models.UniqueConstraint(
                fields=["previous"], condition=~Q(state="withdrawn"), name="plan_adjusted_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="plan_approval_is_a_pair",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="plan_drafter_does_not_approve",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="plan_sender_does_not_approve",
            ),
            models.CheckConstraint(
                condition=Q(version=1, previous__isnull=True)
                | (Q(version__gt=1, previous__isnull=False) & ~Q(adjustment_reason="")),
                name="plan_adjusted_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | (Q(sent_at__isnull=False) & ~Q(receipt_no="")),
                name="plan_receipt_answers_a_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class PlanLine(models.Model):
    """One item of the plan: how much, when, by whom, and which rule says so."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey("registry.Item", models.PROTECT, related_name="+")
    # The wording in force when the line was written: a later version of the item does not reach back.
    item_version = models.ForeignKey("registry.ItemVersion", models.PROTECT, related_name="+")
    responsible_unit = models.ForeignKey("accounts.Unit", models.PROTECT, null=True, related_name="+")
    duties = models.TextField(blank=True)
    methods = models.JSONField(default=list)
    sampling_method = models.CharField(
        max_length=12,
        choices=SamplingMethod.choices(),
        default=SamplingMethod.PLAIN.value,
    )
    sampling_reason = models.TextField(blank=True)
    mode = models.CharField(max_length=8, choices=RollMode.choices())
    rule = models.JSONField(default=dict)
    rule_source = models.CharField(max_length=16, choices=RuleSource.choices(), blank=True)
    rule_clause = models.TextField(blank=True)
    own_ratio_reason = models.TextField(blank=True)
    own_ratio_approved_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    as_needed_reason = models.TextField(blank=True)
    overlap_reason = models.TextField(blank=True)
    standing = models.CharField(max_length=6, choices=Standing.choices(), default=Standing.OPEN.value)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="planline_number_once"),
            models.UniqueConstraint(fields=["plan", "item"], name="planline_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}-{self.number}"


class PlanRound(models.Model):
    """One draw of a line. Rounds of several lines with the same batch are drawn and visited together."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    batch = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=6, choices=Standing.choices(), default=Standing.OPEN.value)

    class Meta:
        ordering = ["line_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="planround_number_once"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="planround_month_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=99), name="planround_number_has_two_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}:{self.number:02d}"


class PlanPartner(models.Model):
    """A co-organiser of a line: a section of this bureau or an outside body (PD-18)."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="partners")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, null=True, related_name="+")
    outside_name = models.CharField(max_length=200, blank=True)
    duty = models.TextField(blank=True)
    standing = models.CharField(max_length=6, choices=Standing.choices(), default=Standing.OPEN.value)

    class Meta:
        ordering = ["line_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, outside_name="")
                | (Q(unit__isnull=True) & ~Q(outside_name="")),
                name="planpartner_is_inside_or_outside",
            ),
        ]

    def __str__(self) -> str:
        return self.outside_name or f"unit {self.unit_id}"


class PlanOmission(models.Model):
    """An item of the list that this year's plan leaves out, with the reason printed in the plan (XM-80)."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="omissions")
    item = models.ForeignKey("registry.Item", models.PROTECT, related_name="+")
    reason = models.TextField()
    standing = models.CharField(max_length=6, choices=Standing.choices(), default=Standing.OPEN.value)

    class Meta:
        ordering = ["plan_id", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "item"], name="planomission_item_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="planomission_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.item_id}"
