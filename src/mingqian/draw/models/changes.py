"""Changes after the result: proposed by the operator, decided by another person (sxsj1 §8)."""

from django.db import models
from django.db.models import F, Q

from mingqian.draw.enums import Answer, ChangeKind, ChangeReason, Orderer, VoidReason
from mingqian.draw.models.ceremony import Draw


class Change(models.Model):
    """One proposal with its answer. The event in the log is written when it is approved, and only then."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="changes")
    kind = models.CharField("变更", max_length=10, choices=ChangeKind.choices())
    payload = models.TextField("内容（规范字节）")
    reason = models.CharField("原因代码", max_length=12)
    evidence = models.CharField("凭据", max_length=400)
    # Whose decision it is, where a superior body, a reconsideration or a court ordered the void.
    ordered_by = models.CharField("决定机关", max_length=8, blank=True, choices=Orderer.choices())
    requested_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices(), default=Answer.WAITING.value)
    remark = models.CharField("批准意见", max_length=400, blank=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    event = models.OneToOneField("draw.LogEvent", models.PROTECT, null=True, related_name="change")

    class Meta:
        verbose_name = "抽取结果变更"
        ordering = ("draw", "pk")
        constraints = [
            models.CheckConstraint(
                name="change_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="change_answer_has_its_person",
                condition=Q(answer=Answer.WAITING.value, decided_by__isnull=True)
                | (~Q(answer=Answer.WAITING.value) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="change_event_when_approved",
                condition=Q(event__isnull=True) | Q(answer=Answer.APPROVED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw.code} {self.kind}"

    @property
    def reason_words(self) -> str:
        """The reason as people say it."""
        kind: type[ChangeReason | VoidReason] = VoidReason if self.kind == ChangeKind.VOID else ChangeReason
        return kind(self.reason).label
