"""Implementation plan (实施方案): the seven fields, the items and panels a draw takes, who takes part."""

from django.db import models
from django.db.models import F, Q

from mingqian.planning.enums import Answer, CaptainMode, DrawMethod, Nature, PlanState, RollMode, Standing


class ImplementationPlan(models.Model):
    """FL-18: 含抽查项目、实施时间、抽查目的、执法人员数量、执法检查方式、保密要求以及检查结果运用等."""

    code = models.CharField(max_length=40, unique=True)
    annual_plan = models.ForeignKey("planning.AnnualPlan", models.PROTECT, related_name="implementations")
    batch = models.CharField(max_length=40)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=8, choices=RollMode.choices())
    # The seven fields of FL-18; 抽查项目 are the rows of PlannedItem.
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    purpose = models.TextField(blank=True)
    inspectors_needed = models.PositiveSmallIntegerField(default=0)
    methods = models.JSONField(default=list)
    confidentiality = models.TextField(blank=True)
    result_use = models.TextField(blank=True)
    # What 保密要求 means for the draw: until when names stay closed.
    embargo_until = models.DateTimeField(null=True)
    draw_on = models.DateField(null=True)
    reveal_by = models.DateTimeField(null=True)
    public_by = models.DateTimeField(null=True)
    publish_by = models.DateTimeField(null=True)
    audit_leaves = models.PositiveSmallIntegerField(default=3)
    leader = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    leader_appointed = models.BooleanField(default=False)
    contact = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=PlanState.choices())
    pack_name = models.CharField(max_length=100)
    pack_digest = models.CharField(max_length=64)
    return_reason = models.TextField(blank=True)
    prepared_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    submitted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="implementation_drafter_does_not_approve",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="implementation_sender_does_not_approve",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="implementation_approval_is_a_pair",
            ),
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True) | Q(mode=RollMode.SEALED.value),
                name="implementation_embargo_needs_sealed_rolls",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="implementation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PlannedPanel(models.Model):
    """Teams one pool of inspectors must furnish; its fields are those of a panel of the draw protocol."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="panels")
    code = models.CharField(max_length=32)
    pool_class = models.CharField(max_length=12)
    strata = models.JSONField(default=list)
    teams = models.PositiveSmallIntegerField()
    team_size = models.PositiveSmallIntegerField()
    factor100 = models.PositiveSmallIntegerField()
    captain_mode = models.CharField(max_length=10, choices=CaptainMode.choices())
    draw_method = models.CharField(max_length=12, choices=DrawMethod.choices())
    method_reason = models.TextField(blank=True)
    standing = models.CharField(max_length=6, choices=Standing.choices(), default=Standing.OPEN.value)

    class Meta:
        ordering = ["plan_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="panel_code_once"),
            models.CheckConstraint(condition=Q(team_size__gte=2), name="panel_team_has_two"),
            models.CheckConstraint(condition=Q(teams__gte=1, teams__lte=999), name="panel_has_a_team"),
            models.CheckConstraint(
                condition=Q(factor100__gte=100, factor100__lte=300), name="panel_factor_one_to_three"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PlannedItem(models.Model):
    """One item of the batch with the rule that its draw will use, copied when the plan is approved."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="items")
    # Not one to one: a withdrawn plan leaves its rounds to the next.
    round = models.ForeignKey("planning.PlanRound", models.PROTECT, related_name="planned_items")
    item = models.ForeignKey("registry.Item", models.PROTECT, related_name="+")
    item_version = models.ForeignKey("registry.ItemVersion", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    # XM-52: confirmed for each item before anything is drawn; it decides which inspectors are offered.
    nature = models.CharField(max_length=12, choices=Nature.choices(), blank=True)
    panel = models.ForeignKey(PlannedPanel, models.PROTECT, null=True, related_name="items")
    method = models.CharField(max_length=20)
    method_reason = models.CharField(max_length=40, blank=True)
    rule = models.JSONField(default=dict)
    rule_source = models.CharField(max_length=16)
    rule_clause = models.TextField()
    quals = models.JSONField(default=list)
    weights = models.JSONField(default=list)
    reserve = models.PositiveSmallIntegerField(default=0)
    batch_size = models.PositiveIntegerField(null=True)
    standing = models.CharField(max_length=6, choices=Standing.choices(), default=Standing.OPEN.value)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="planneditem_number_once"),
            models.UniqueConstraint(fields=["plan", "item"], name="planneditem_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}-{self.number}"


class CoOrganiser(models.Model):
    """FL-19: 会同有关单位启动. Silence may stand in for an answer only with its reason on record."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="co_organisers")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, null=True, related_name="+")
    outside_name = models.CharField(max_length=200, blank=True)
    duty = models.TextField(blank=True)
    # PD-18 本部门间联合抽查: its own items stand in the batch, so its silence is no consent.
    joint = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer.choices(), default=Answer.PENDING.value)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["plan_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, outside_name="")
                | (Q(unit__isnull=True) & ~Q(outside_name="")),
                name="coorganiser_is_inside_or_outside",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.RECORDED.value) | ~Q(reason=""),
                name="coorganiser_silence_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.outside_name or f"unit {self.unit_id}"
