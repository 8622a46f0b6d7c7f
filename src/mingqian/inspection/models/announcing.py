"""行政检查通知书: what a firm is told before the walk or at its door; and what each inspector answered to the task."""

from django.db import models
from django.db.models import Q

from mingqian.inspection.enums import Serving
from mingqian.inspection.models.approvals import Approval


class VisitNotice(models.Model):
    """One per approval. Its text is written once; serving and reading are added."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="visit_notice")
    number = models.CharField(max_length=60, unique=True)
    announced = models.BooleanField()
    from_on = models.DateField()
    until_on = models.DateField()
    # [[name, certificate, paper, captain?]], as the team stood when it was written; others of joint checks too.
    team = models.JSONField()
    items = models.JSONField()  # [[item name, clause]…]
    materials = models.JSONField(default=list)
    frequency = models.CharField(max_length=300)
    served_how = models.CharField(max_length=12, choices=Serving.choices(), blank=True)
    served_on = models.DateField(null=True)
    receipt = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    # What the firm asks for: 申请回避, with what became of it.
    challenge = models.CharField(max_length=500, blank=True)
    challenge_answer = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["approval_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(served_how="", served_on__isnull=True)
                | (~Q(served_how="") & Q(served_on__isnull=False)),
                name="visitnotice_served_somehow",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(served_on__isnull=False),
                name="visitnotice_read_when_served",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Acceptance(models.Model):
    """接受任务: an inspector took the walk on, or said why not (回避)."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="acceptances")
    inspector = models.ForeignKey("registry.Inspector", models.PROTECT, related_name="+")
    recusal = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["approval_id", "id"]
        constraints = [
            # Once each: a tie may come to light after the task was taken on.
            models.UniqueConstraint(
                fields=["approval", "inspector"], condition=Q(recusal=""), name="acceptance_taken_on_once"
            ),
            models.UniqueConstraint(
                fields=["approval", "inspector"], condition=~Q(recusal=""), name="acceptance_recused_once"
            ),
        ]

    @property
    def granted(self) -> bool | None:
        """What the section decided on the recusal; None before it did."""
        return self.decision.granted if hasattr(self, "decision") else None

    def __str__(self) -> str:
        return f"{self.approval_id} {self.inspector_id}"


class RecusalAnswer(models.Model):
    """回避决定: the section grants a declared recusal or does not, with its reason; a fact that stays."""

    acceptance = models.OneToOneField(Acceptance, models.PROTECT, related_name="decision")
    granted = models.BooleanField()
    words = models.CharField(max_length=500)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["acceptance_id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="recusal_answer_says_why")]

    def __str__(self) -> str:
        return f"{self.acceptance_id} {self.granted}"
