"""Case-file review (案卷评查, 鄂州 三(三)): the round, its files and its experts, as they were handed in.

A round is entered whole and never edited: what was wrong is given up, and another round is entered.
"""

from django.db import models


class Review(models.Model):
    """What a draw of case files and experts is for: an implementation plan has no part in it."""

    code = models.CharField("评查编号", max_length=32, unique=True)
    title = models.CharField("名称", max_length=200)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    cases_drawn = models.PositiveIntegerField("抽取案卷数")
    reserve = models.PositiveSmallIntegerField("备选案卷数", default=0)
    teams = models.PositiveSmallIntegerField("评查小组数")
    team_size = models.PositiveSmallIntegerField("每组人数")
    audit_leaves = models.PositiveSmallIntegerField(default=3)
    public_by = models.DateTimeField("公开随机数期限")
    reveal_by = models.DateTimeField("揭示期限")
    publish_by = models.DateTimeField("公布期限")
    pack_name = models.CharField(max_length=100)
    pack_digest = models.CharField(max_length=64)
    prepared_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()

    class Meta:
        verbose_name = "案卷评查"
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.title}（{self.code}）"


class ReviewCase(models.Model):
    """A case file that may be drawn; its stratum is the kind of act (EZ-56)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="cases")
    identity = models.CharField("标识", max_length=64)
    number = models.CharField("案卷编号", max_length=100)
    kind = models.CharField("执法种类", max_length=8)
    unit = models.CharField("承办单位", max_length=200)
    handlers = models.CharField("承办人", max_length=200, blank=True)
    excluded = models.CharField("不参加的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "待评案卷"
        ordering = ("review", "identity")
        constraints = [models.UniqueConstraint(name="review_case_once", fields=["review", "identity"])]

    def __str__(self) -> str:
        return self.number


class Expert(models.Model):
    """Somebody of the pool of experts (评查专家库). One person keeps one number in all rounds."""

    code = models.CharField("登记号", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=60)
    unit = models.CharField("单位", max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "评查专家"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(name="expert_once", fields=["name", "unit"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class ReviewExpert(models.Model):
    """An expert as this round lists the person: what they are, whether they come, from whom they stay away."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="experts")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=8)
    captain = models.BooleanField("可任组长", default=False)
    absent = models.CharField("不能参加的原因", max_length=200, blank=True)
    recuses = models.CharField("须回避的单位", max_length=400, blank=True)

    class Meta:
        verbose_name = "本次评查的专家"
        ordering = ("review", "pk")
        constraints = [models.UniqueConstraint(name="review_expert_once", fields=["review", "expert"])]

    def __str__(self) -> str:
        return f"{self.review.code} {self.expert.name}"
