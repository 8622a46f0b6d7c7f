"""One lead, and every step taken with it."""

from django.db import models
from django.db.models import Q

from mingqian.core.machines import lead
from mingqian.leads.enums import Channel, LeadKind, PartyKind

STATES = list(lead.MACHINE.states.items())
KINDS = LeadKind.choices()
CHANNELS = Channel.choices()
PARTIES = PartyKind.choices()


class Lead(models.Model):
    """``matter`` are the informant's own words, read by the desk; ``summary`` is what the team is given."""

    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    channel = models.CharField(max_length=12, choices=CHANNELS)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    about = models.CharField(max_length=200)
    subject = models.ForeignKey("registry.Subject", models.PROTECT, null=True, related_name="+")
    # Whom it concerns where the registry does not know them: what they are, their name, what is known of them.
    outside_kind = models.CharField(max_length=8, choices=PARTIES, blank=True)
    outside_name = models.CharField(max_length=200, blank=True)
    outside_known = models.TextField(blank=True)
    matter = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField(null=True)
    people = models.PositiveIntegerField(default=1)
    # 转办交办: who sent it and under which number; the answer goes back there.
    sender = models.CharField(max_length=100, blank=True)
    sender_number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=STATES, default=lead.MACHINE.start)
    summary = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    feedback = models.TextField(blank=True)
    closed_on = models.DateField(null=True)
    # People of the teams that check it: none of them may ever see who told it.
    barred = models.JSONField(default=list)
    received_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    # Progress by number: a digest of the tail of the telephone or of the query code, and wrong guesses of a day.
    asking = models.CharField(max_length=64)
    wrong_asks = models.PositiveSmallIntegerField(default=0)
    wrong_on = models.DateField(null=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(matter="") & ~Q(about=""), name="lead_says_what"),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "checking", "checked", "closed")) | ~Q(summary=""),
                name="lead_accepted_with_a_summary",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(outcome="") & ~Q(feedback="")),
                name="lead_closed_when_checked_and_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "checking", "checked", "closed"))
                | Q(subject__isnull=False)
                | ~Q(outside_name=""),
                name="lead_accepted_names_whom",
            ),
            models.CheckConstraint(
                condition=Q(outside_name="", outside_kind="", outside_known="")
                | (
                    Q(subject__isnull=True) & ~Q(outside_name="") & ~Q(outside_kind="") & ~Q(outside_known="")
                ),
                name="lead_concerns_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(decision=""), name="lead_rejected_says_why"
            ),
        ]
        indexes = [models.Index(fields=["state", "unit"], name="lead_by_state")]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"


class LeadStep(models.Model):
    """What was done with it, by whom and when; written once."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["lead_id", "id"]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.event}"
