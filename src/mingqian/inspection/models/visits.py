"""一次入企 and everything that happened on it: entry, papers shown, answers, evidence, records, signatures."""

from django.db import models
from django.db.models import Q

from mingqian.core.machines import visit
from mingqian.inspection.enums import EntryHow, EvidenceForm, SignRole
from mingqian.inspection.models.approvals import Approval
from mingqian.inspection.models.tasks import Task

STATES = list(visit.MACHINE.states.items())
NOBODY_CAME = ("planned", "broken", "cancelled")


class Visit(models.Model):
    """A walk under one approval. Work broken off goes on in the approval's next visit."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="visits")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, unique=True)
    planned_on = models.DateField()
    state = models.CharField(max_length=10, choices=STATES, default=visit.MACHINE.start)
    record_number = models.CharField(
        max_length=80
    )  # 笔录文号, reserved so that it can be written without signal
    opened_at = models.DateTimeField()

    # 扫码入企: the moment of legal effect, not that of receipt.
    arrived_at = models.DateTimeField(null=True)
    arrived_how = models.CharField(max_length=10, choices=EntryHow.choices(), blank=True)
    arrived_code = models.CharField(max_length=80, blank=True)
    arrived_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    emergency = models.CharField(max_length=300, blank=True)
    made_up_at = models.DateTimeField(null=True)
    made_up_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    # 亮证: [[name, certificate, paper, the registry's number]]
    papers = models.JSONField(default=list)
    shown_at = models.DateTimeField(null=True)
    # 告知
    rights = models.CharField(max_length=40, blank=True)
    prompts = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)
    # 签字或拒签: when, and for a refusal why and who saw it.
    closed_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=500, blank=True)
    refusal_witness = models.CharField(max_length=60, blank=True)
    finished_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # of breaking off or cancelling

    class Meta:
        ordering = ["approval_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "number"], name="walk_number_once"),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(state__in=visit.OPEN), name="visit_one_open_per_approval"
            ),
            models.CheckConstraint(
                condition=Q(state__in=NOBODY_CAME) | Q(arrived_at__isnull=False), name="visit_begins_with_a_scan"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True)
                | (Q(arrived_by__isnull=False) & ~Q(arrived_how="")), name="visit_scan_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(arrived_how=EntryHow.EMERGENCY.value) | ~Q(emergency=""),
                name="visit_emergency_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(refusal=""), name="visit_refusal_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("broken", "cancelled")) | ~Q(reason=""), name="visit_end_says_why"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "planned_on"], name="visit_by_state")]

    @property
    def is_open(self) -> bool:
        """Somebody is on the way or inside."""
        return self.state in visit.OPEN

    def __str__(self) -> str:
        return self.code


class VisitAnswers(models.Model):
    """Points of one task's checklist, as they were marked: written once, the latest of each point counts."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="answers")
    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    answers = models.JSONField()  # [{"key", "mark", "remark"}]
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visit_id", "id"]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.task_id}"


class VisitEvidence(models.Model):
    """取证: which medium shows what, original or copy. The medium itself lies in the records vault, perhaps later."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="evidence")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+")
    media = models.UUIDField()
    kind = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    caption = models.CharField(max_length=500)
    form = models.CharField(max_length=10, choices=EvidenceForm.choices())
    copy_reason = models.CharField(max_length=300, blank=True)
    witness = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    captured_at = models.DateTimeField()
    body_sha256 = models.CharField(max_length=64)  # what a witness of a copy signs
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visit_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(form=EvidenceForm.COPY.value) | ~Q(copy_reason=""), name="evidence_copy_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.media)


class VisitEvidenceDropped(models.Model):
    """附件不再上传: a medium that was named and will never come, why, and under which id its bytes come instead."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="dropped")
    media = models.UUIDField(unique=True)
    why = models.CharField(max_length=500)
    instead = models.UUIDField(null=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visit_id", "id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="evidence_dropped_says_why")]

    def __str__(self) -> str:
        return str(self.media)


class VisitRecord(models.Model):
    """现场检查笔录, one row per version; a version is never edited."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="records")
    version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=80)
    narrative = models.TextField()
    statement = models.TextField()
    findings = models.JSONField()  # [{"task", "outcome", "problems", "guidance"}]
    why = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visit_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "version"], name="visitrecord_version_once"),
            models.CheckConstraint(condition=~Q(narrative=""), name="visitrecord_has_words"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(why=""), name="visitrecord_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


class VisitSignature(models.Model):
    """A signature on glass or on a photographed page, bound to the hash of what was signed."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=SignRole.choices())
    name = models.CharField(max_length=60)
    strokes = models.JSONField()  # [[[x, y, milliseconds]…]…]
    paper = models.UUIDField(null=True)
    signed = models.CharField(max_length=64)  # hash of the record's body, or of the evidence's
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visit_id", "id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.name}"
