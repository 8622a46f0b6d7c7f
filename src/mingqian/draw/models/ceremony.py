"""The ceremony: one attempt at drawing one implementation plan, and what each party put into it."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from mingqian.core.canonical import Suite
from mingqian.core.machines import ceremony
from mingqian.draw.enums import Anchoring, Opinion, Reading, SeatWay
from mingqian.draw.models.reviews import Review
from mingqian.draw.models.rolls import Roll

if TYPE_CHECKING:
    from mingqian.planning.selectors.drawing import Implementation

STATES = list(ceremony.MACHINE.states.items())


class Draw(models.Model):
    """One attempt. Documents are kept as the canonical bytes that were hashed."""

    code = models.CharField("抽取编号", max_length=32, unique=True)
    # What is drawn for: an implementation plan, or a round of case-file review. Read ``title`` and ``unit``.
    plan = models.ForeignKey("planning.ImplementationPlan", models.PROTECT, null=True, related_name="draws")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="draws")
    log = models.ForeignKey("draw.Log", models.PROTECT, related_name="draws")
    suite = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Suite])
    order = models.CharField("仪式顺序", max_length=20)
    state = models.CharField("状态", max_length=12, choices=STATES, default=ceremony.MACHINE.start)
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    embargo_until = models.DateTimeField("保密至", null=True)
    # K and Kc (sxsj1 §2, §7) lie outside the database, by these commitments: see keyfiles.
    roll_key_commit = models.CharField(max_length=64, blank=True)
    conflict_key_commit = models.CharField(max_length=64)
    keys_handed_at = models.DateTimeField("密钥交见证人的时间", null=True)
    legal_review = models.CharField("法制审核文号", max_length=200, blank=True)
    plan_doc = models.TextField("抽查任务公告", blank=True)
    plan_hash = models.CharField(max_length=64, blank=True)
    seal_doc = models.TextField("封签", blank=True)
    seal_hash = models.CharField(max_length=64, blank=True)
    seed = models.CharField("种子", max_length=64, blank=True)
    result_doc = models.TextField("结果", blank=True)
    result_hash = models.CharField(max_length=64, blank=True)
    operator = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "抽取"
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(
                name="draw_one_next_attempt", fields=["previous"], condition=~Q(state="abandoned")
            ),
            models.CheckConstraint(
                name="draw_state_known", condition=Q(state__in=sorted(ceremony.MACHINE.states))
            ),
            models.CheckConstraint(name="draw_result_follows_seed", condition=Q(result_doc="") | ~Q(seed="")),
            models.CheckConstraint(
                name="draw_has_one_occasion",
                condition=Q(plan__isnull=True, review__isnull=False)
                | Q(plan__isnull=False, review__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}（第 {self.attempt} 次）"

    @property
    def occasion(self) -> "Implementation | Review":
        """What this draw is for."""
        found = self.plan or self.review
        assert found is not None  # the database sees to it
        return found

    @property
    def title(self) -> str:
        """What is drawn, as its plan or its review calls it."""
        return self.occasion.title

    @property
    def unit(self) -> Any:  # noqa: ANN401 — a unit of the accounts room
        """Whose draw it is."""
        return self.occasion.unit


class DrawRoll(models.Model):
    """Which roll serves which item, or which panel, of this draw."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="rolls")
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="+")
    item = models.CharField("事项", max_length=32, blank=True)
    panel = models.CharField("检查组别", max_length=32, blank=True)
    round = models.CharField("轮次", max_length=7, blank=True)

    class Meta:
        verbose_name = "抽取所用名录"
        ordering = ("draw", "pk")
        constraints = [
            models.CheckConstraint(
                name="draw_roll_item_or_panel",
                condition=(~Q(item="") & Q(panel="")) | (Q(item="") & ~Q(panel="")),
            ),
            models.UniqueConstraint(name="draw_roll_once", fields=["draw", "item", "panel"]),
        ]

    def __str__(self) -> str:
        return f"{self.draw.code} {self.item or self.panel}"


class Party(models.Model):
    """A party of the plan: its commit before the randomness, its secret after."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField()
    role = models.CharField("角色", max_length=16)
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    unit = models.CharField("单位", max_length=200)
    outside = models.BooleanField("外部人")
    witness = models.BooleanField("纪检监察见证人", default=False)
    commit = models.CharField("承诺", max_length=64, blank=True)
    committed_at = models.DateTimeField(null=True)
    way = models.CharField("承诺怎样交来", max_length=8, blank=True, choices=SeatWay.choices())
    found_own_commit_at = models.DateTimeField("本人核对承诺的时间", null=True)
    secret = models.CharField("秘密", max_length=128, blank=True)
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "参与方"
        ordering = ("draw", "position")
        constraints = [
            models.UniqueConstraint(name="party_role_once", fields=["draw", "role"]),
            models.UniqueConstraint(name="party_position_once", fields=["draw", "position"]),
            models.CheckConstraint(name="party_secret_after_commit", condition=Q(secret="") | ~Q(commit="")),
        ]

    def __str__(self) -> str:
        return f"{self.draw.code} {self.role}"


class PublicValue(models.Model):
    """A value of public randomness: one person enters it, another reads it back (sxsj1 §5)."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="values")
    position = models.PositiveSmallIntegerField("来源序号")
    value = models.CharField(max_length=200)
    evidence = models.CharField("凭据", max_length=400)
    entered_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    reading = models.CharField(max_length=9, choices=Reading.choices(), default=Reading.ENTERED.value)
    confirmed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "公开随机数"
        ordering = ("draw", "position")
        constraints = [
            models.UniqueConstraint(name="public_value_once", fields=["draw", "position"]),
            models.CheckConstraint(
                name="public_value_read_back_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="public_value_confirmed_by_somebody",
                condition=Q(reading=Reading.ENTERED.value, confirmed_by__isnull=True)
                | Q(reading=Reading.CONFIRMED.value, confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw.code} {self.position}"


class SignOff(models.Model):
    """无异议 or 有异议 with remarks, bound to the hash of the result (XM-59)."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="sign_offs")
    # None in what was signed before parties had phones; then the person alone says who signed.
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="sign_offs")
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField("签名", max_length=60, blank=True)
    strokes = models.TextField("手写笔画", blank=True)
    opinion = models.CharField(max_length=12, choices=Opinion.choices())
    remarks = models.TextField(blank=True)
    result_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = "见证签认"
        ordering = ("draw", "pk")
        constraints = [
            models.UniqueConstraint(name="sign_off_once", fields=["draw", "person"]),
            models.UniqueConstraint(name="sign_off_once_a_party", fields=["draw", "party"]),
            models.CheckConstraint(
                name="sign_off_by_somebody", condition=Q(party__isnull=False) | Q(person__isnull=False)
            ),
            models.CheckConstraint(
                name="objection_has_remarks",
                condition=Q(opinion=Opinion.NO_OBJECTION.value) | ~Q(remarks=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw.code} {self.opinion}"


class Anchor(models.Model):
    """Where the whole seal hash lies outside: witness's device, upper bureau, time stamp, notice."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="anchors")
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)
    proof = models.CharField(max_length=400)

    class Meta:
        verbose_name = "外部存证"
        ordering = ("draw", "at", "pk")

    @property
    def label(self) -> str:
        """Where it lies, as people say it."""
        return Anchoring(self.kind).label

    def __str__(self) -> str:
        return f"{self.draw.code} {self.kind}"
