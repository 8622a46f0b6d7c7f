"""专项检查方案: on whose order, whom and what it covers, from when to when."""

from django.db import models
from django.db.models import F, Q

from mingqian.core.machines import special_plan

STATES = list(special_plan.MACHINE.states.items())


class SpecialPlan(models.Model):
    """One special check; outside of every ratio, counted apart (XM-37, XM-51)."""

    code = models.CharField(max_length=24, unique=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()  # 年度数量控制: which one of the year it is
    title = models.CharField(max_length=200)
    ordered_by = models.CharField(max_length=200)  # 部署文件, or 工作需要
    from_above = models.BooleanField(default=False)
    scope = models.TextField()
    items = models.JSONField()  # item codes
    most = models.PositiveIntegerField()  # so many subjects at most
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=STATES, default=special_plan.MACHINE.start)
    authority = models.CharField(max_length=200, blank=True)
    document_no = models.CharField(max_length=60, blank=True)
    filed_with = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)  # of a return
    prepared_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="special_number_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="special_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="special_drafter_does_not_approve",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted")) | (~Q(document_no="") & ~Q(authority="")),
                name="special_approved_with_a_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "ended")) | ~Q(filed_with=""),
                name="special_published_is_filed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
