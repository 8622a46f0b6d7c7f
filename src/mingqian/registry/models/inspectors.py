"""执法检查人员名录库: people who may be drawn to inspect, what entitles them, whom they must not visit."""

from django.db import models

from mingqian.registry.enums import AbsenceKind, InspectorClass, InspectorState, TieKind
from mingqian.registry.models.subjects import Subject


class Inspector(models.Model):
    """One person, once, under one protocol id in every roll: "ZFZ:<certificate>" or "PID:<number>"."""

    code = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    duty = models.CharField(max_length=60, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    works_since = models.DateField(null=True, blank=True)  # years of service are computed on the day
    citizen_id_hash = models.CharField(max_length=64, blank=True, default="")
    citizen_id_masked = models.CharField(max_length=18, blank=True, default="")
    captain_eligible = models.BooleanField(default=False)
    delegated = models.BooleanField(default=False)  # staff of a 委托执法机构
    trained_on = models.DateField(null=True, blank=True)  # pre-job training, SZ-51
    state = models.CharField(
        max_length=12,
        choices=InspectorState.choices(),
        default=InspectorState.PENDING.value,
    )
    state_reason = models.CharField(max_length=200, blank=True, default="")
    activated_by = models.CharField(max_length=40, blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citizen_id_hash"],
                condition=~models.Q(citizen_id_hash=""),
                name="inspector_person_once",
            ),
        ]
        indexes = [models.Index(fields=["unit", "id"], name="inspector_by_unit")]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class InspectorCredential(models.Model):
    """行政执法证 or 工作证 with its own validity; one person may hold both (XM-27)."""

    inspector = models.ForeignKey(Inspector, models.CASCADE, related_name="credentials")
    inspector_class = models.CharField(max_length=12, choices=InspectorClass.choices())
    certificate_no = models.CharField(max_length=40, blank=True, default="")
    area = models.CharField(max_length=100, blank=True, default="")
    category = models.CharField(max_length=60, blank=True, default="")  # 执法类型
    related_business = models.CharField(max_length=100, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=100, blank=True, default="")  # 司法局确认文号, SZ-11

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspector", "inspector_class"], name="one_credential_per_class"),
            models.UniqueConstraint(
                fields=["certificate_no"], condition=~models.Q(certificate_no=""), name="certificate_no_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(inspector_class="enforcement")
                | (~models.Q(certificate_no="") & models.Q(valid_until__isnull=False)),
                name="enforcement_needs_certificate_and_validity",
            ),
            models.CheckConstraint(
                condition=~models.Q(inspector_class="business") | ~models.Q(related_business=""),
                name="business_needs_related_business",
            ),
        ]


class InspectorQual(models.Model):
    """A code of expertise a panel may ask for (业务专长)."""

    inspector = models.ForeignKey(Inspector, models.CASCADE, related_name="quals")
    code = models.CharField(max_length=12)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspector", "code"], name="inspector_qual_once")]


class InspectorAbsence(models.Model):
    """Days on which an inspector cannot be drawn, or is appointed captain outside the draw."""

    inspector = models.ForeignKey(Inspector, models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=2, choices=AbsenceKind.choices())
    reason = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField()
    entered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="absence_ends_after_start"
            ),
        ]


class RecusalTie(models.Model):
    """回避: an inspector and a subject that must not meet."""

    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="ties")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=16, choices=TieKind.choices())
    evidence = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    entered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspector", "subject", "kind", "from_on"], name="tie_once"),
        ]
