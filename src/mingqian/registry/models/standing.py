"""What bears on whether a subject may be drawn: marks with evidence, abnormal entries, earlier checks."""

from django.db import models

from mingqian.registry.enums import MarkCode, Method, ProposalKind, ProposalState, VisitKind
from mingqian.registry.models.subjects import Subject


class SubjectMark(models.Model):
    """A coded ground with evidence and approver that forces or exempts a subject (XM-07, XM-51)."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="marks")
    item = models.ForeignKey("registry.Item", models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=12, choices=MarkCode.choices())
    reason = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300)
    clause = models.CharField(max_length=120, blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    marked_by = models.CharField(max_length=40)
    approved_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["subject", "from_on"], name="mark_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(evidence=""), name="mark_has_reason_and_evidence"
            ),
        ]


class AbnormalEntry(models.Model):
    """A current ground that makes a subject 异常监管对象 (厦门 三(五)6(2)); grounds stand in the pack."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="abnormal_entries")
    ground = models.CharField(max_length=40)
    source = models.CharField(max_length=100)
    evidence = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    entered_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["subject", "from_on"], name="abnormal_by_subject")]


class SubjectVisit(models.Model):
    """One finished check of a subject, whoever made it: what caps and recent-check windows count."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="visits")
    item = models.ForeignKey("registry.Item", models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=16, choices=VisitKind.choices())
    method = models.CharField(max_length=12, choices=Method.choices())
    lead_driven = models.BooleanField(default=False)  # 投诉举报、转办交办、数据监测: counted, not capped
    penalised = models.BooleanField(default=False)
    authority = models.CharField(max_length=100, blank=True, default="")
    source = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["subject", "on"], name="visit_by_subject")]


class StandingProposal(models.Model):
    """What one person asks and another decides: a mark, its end, the end of an abnormal entry.

    厦门 一(四): 防止选择执法. Nobody sets a firm apart, or lets it off, alone.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12, choices=ProposalKind.choices())
    mark = models.ForeignKey(SubjectMark, models.PROTECT, null=True, blank=True, related_name="proposals")
    entry = models.ForeignKey(AbnormalEntry, models.PROTECT, null=True, blank=True, related_name="proposals")
    asked = models.JSONField(default=dict)  # the mark wanted: code, item, clause, days
    reason = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(
        max_length=10,
        choices=ProposalState.choices(),
        default=ProposalState.OPEN.value,
    )
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    opinion = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                name="proposal_decided_is_whole",
                condition=models.Q(state="open", decided_by="", decided_at__isnull=True)
                | (~models.Q(state="open") & ~models.Q(decided_by="") & models.Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_another",
                condition=models.Q(state="open") | ~models.Q(decided_by=models.F("proposed_by")),
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="proposal_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
