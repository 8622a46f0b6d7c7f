"""Running periods and their pauses."""

from django.db import models
from django.db.models import F, Q

from mingqian.clocks.enums import OPEN, ClockState
from mingqian.core.timelimits import Unit


class Clock(models.Model):
    """One period of one thing. Its rule is copied: a later wording does not move a running period."""

    thing = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    url_name = models.CharField(max_length=60, blank=True)
    url_key = models.CharField(max_length=80, blank=True)
    right = models.BooleanField(default=False)
    count = models.PositiveIntegerField()
    per = models.CharField(max_length=16, choices=[(one.value, one.label) for one in Unit])
    event = models.CharField(max_length=120, blank=True)
    clause = models.TextField(blank=True)
    start_on = models.DateField()
    due_on = models.DateField(null=True)
    # A period in hours runs from moment to moment; its days above are those two moments' days in Beijing.
    start_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ClockState.choices(), default=ClockState.RUNNING.value)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    started_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "kind", "clause"], condition=Q(state__in=OPEN), name="clock_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_on__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_on__isnull=False)),
                name="clock_ended_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(state=ClockState.RUNNING.value),
                name="clock_running_falls_due",
            ),
            models.CheckConstraint(
                condition=Q(per=Unit.HOURS.value, start_at__isnull=False, due_at__isnull=False)
                | (~Q(per=Unit.HOURS.value) & Q(start_at__isnull=True, due_at__isnull=True)),
                name="clock_hours_have_moments",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="clock_by_due_day"),
            models.Index(fields=["thing"], name="clock_by_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.kind}"


class Interruption(models.Model):
    """Days that do not count (扣除): from the day after ``since`` through ``until``."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="interruptions")
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    entered_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["clock_id", "since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="interruption_ends_later"
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(until__isnull=True), name="interruption_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.since}"


class Reminder(models.Model):
    """Who was reminded of what, on which rung. Once per due day, rung and person: a restart sends nothing twice."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    rung = models.CharField(max_length=12)
    party = models.CharField(max_length=12)
    escalates = models.BooleanField()
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["clock_id", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "due_on", "rung", "person"], name="reminded_once"),
        ]
        indexes = [models.Index(fields=["person", "at"], name="reminder_by_person")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.rung}"


class Shift(models.Model):
    """A due day that moved when a year of the calendar came: from which day to which, under which calendar."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="shifts")
    before = models.DateField()
    after = models.DateField()
    calendar = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="shift_moves")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.before} → {self.after}"


class Feed(models.Model):
    """A person's secret calendar address. The row keeps the digest of the secret; a new one ends the old."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="feed_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"
