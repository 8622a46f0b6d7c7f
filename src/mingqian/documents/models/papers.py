"""A paper: its words frozen, its number, its code, its bytes by their hash; how it was served."""

from django.db import models
from django.db.models import Q

from mingqian.core import serving
from mingqian.core.machines import document
from mingqian.documents.enums import Kind, Sealing

STATES = list(document.MACHINE.states.items())
WAYS = [(key, one.label) for key, one in serving.WAYS.items()]
OUT = ("issued", "served", "voided")


class Document(models.Model):
    """``thing`` names what it is about ("approval:…"), ``party`` the subject it goes to."""

    kind = models.CharField(max_length=24, choices=Kind.choices())
    thing = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    organ = models.CharField(max_length=120)
    party = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)
    dated = models.DateField()
    fields = models.JSONField()
    code = models.CharField(max_length=16, unique=True)
    url = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=STATES, default=document.MACHINE.start)
    sealing = models.CharField(max_length=10, choices=Sealing.choices())
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    stamped_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    stamped_on = models.DateField(null=True)
    voided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing", "version"], name="document_version_once"),
            models.UniqueConstraint(
                fields=["kind", "thing"], condition=~Q(state="voided"), name="document_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number="") & ~Q(state="voided"), name="document_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("issued", "served")) | ~Q(sha256=""), name="document_issued_has_bytes"
            ),
            models.CheckConstraint(
                condition=~Q(state="voided") | (~Q(void_reason="") & Q(voided_by__isnull=False)),
                name="document_voided_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["thing"], name="document_by_thing"),
            models.Index(fields=["party", "state"], name="document_by_party", condition=~Q(party="")),
        ]

    def __str__(self) -> str:
        return self.number or self.code


class Service(models.Model):
    """送达回证: one for each paper, written once."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="service")
    way = models.CharField(max_length=10, choices=WAYS)
    sent_on = models.DateField()
    served_on = models.DateField()
    why = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    receiver = models.CharField(max_length=120)
    signed_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    witness = models.CharField(max_length=120, blank=True)
    consent = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    servers = models.CharField(max_length=120)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-served_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(served_on__gte=models.F("sent_on")), name="service_not_before_sending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.way} {self.served_on}"
