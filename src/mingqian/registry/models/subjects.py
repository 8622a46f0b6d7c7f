"""监管对象名录库: a subject, the names it has borne, the categories it belongs to."""

from django.db import models
from django.db.models.functions import Concat

from mingqian.registry.enums import RiskClass, Scheme, SubjectKind, SubjectStatus


class Subject(models.Model):
    """One firm, body or person, once, however many categories it belongs to (XM-22)."""

    code = models.CharField(max_length=64, unique=True)  # identity in every roll: "USCC:…" or "PID:…"
    scheme = models.CharField(max_length=12, choices=Scheme.choices())
    number = models.CharField(max_length=51)
    kind = models.CharField(max_length=24, choices=SubjectKind.choices())
    status = models.CharField(
        max_length=12, choices=SubjectStatus.choices(), default=SubjectStatus.ACTIVE.value
    )
    status_since = models.DateField(null=True, blank=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    division_code = models.CharField(max_length=12, blank=True, default="")

    # The seven fields of 厦门 三(二) beside the code; an empty one is a named gap, not an error.
    name = models.CharField(max_length=200)
    legal_representative = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    contact_person = models.CharField(max_length=100, blank=True, default="")
    contact_phone = models.CharField(max_length=40, blank=True, default="")
    responsible_unit = models.CharField(max_length=100, blank=True, default="")

    entity_type = models.CharField(max_length=60, blank=True, default="")
    capital = models.CharField(max_length=60, blank=True, default="")
    industry_code = models.CharField(max_length=8, blank=True, default="")
    scope = models.TextField(blank=True, default="")
    registered_on = models.DateField(null=True, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict)  # what a list says beyond the columns; integers, text, ISO dates

    # Natural persons only; the number itself is never stored.
    citizen_id_hash = models.CharField(max_length=64, blank=True, default="")
    citizen_id_masked = models.CharField(max_length=18, blank=True, default="")

    risk_class = models.CharField(
        max_length=1,
        choices=RiskClass.choices(),
        blank=True,
        default=RiskClass.UNRATED.value,
    )
    risk_since = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, default="")
    confirmed_on = models.DateField(null=True, blank=True)  # last day the owner said the row is right
    # 查重台: the row that stands for this one. No index: a million rows would carry it for a handful.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="aliases"
    )
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code=Concat("scheme", models.Value(":"), "number")),
                name="subject_code_is_scheme_and_number",
            ),
            models.CheckConstraint(
                condition=models.Q(scheme="PID") | models.Q(citizen_id_hash="", citizen_id_masked=""),
                name="subject_only_persons_have_citizen_ids",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="subject_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["unit", "id"], name="subject_by_unit"),
            # When did the list last change? Asked by the first page of whoever publishes it.
            models.Index(fields=["changed_at"], name="subject_by_change"),
            models.Index(
                fields=["citizen_id_hash"],
                name="subject_by_citizen_id",
                condition=~models.Q(citizen_id_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class SubjectName(models.Model):
    """A name the subject bore, with its days: names change, the code does not."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["subject_id", "id"]

    def __str__(self) -> str:
        return self.name


class SubjectTag(models.Model):
    """A category (业务类别) with its validity and the licence it rests on."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=32)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    licence_no = models.CharField(max_length=60, blank=True, default="")
    licence_issuer = models.CharField(max_length=100, blank=True, default="")
    licence_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, default="")  # rule file word, licence list, hand
    evidence = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "tag", "licence_no"], name="subject_tag_once"),
        ]
        indexes = [models.Index(fields=["tag", "subject"], name="tag_by_category")]

    def __str__(self) -> str:
        return self.tag
