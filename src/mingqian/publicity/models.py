"""Notices and their rows, confirmations, withdrawals, non-publications and receipts: what was public, and when.

A released notice never changes: its rows are frozen, a correction is a new version, a withdrawal leaves its
own row behind.
"""

from django.db import models
from django.db.models import F, Q

from mingqian.publicity.enums import (
    Answer,
    Channel,
    KeepBackGround,
    NoticeKind,
    NoticeState,
    Pointed,
    WithdrawGround,
)

STANDINGS = [("open", "起草中"), ("frozen", "已发布")]


class Notice(models.Model):
    """One version of one notice. ``head`` is canonical JSON, ``digest`` covers head and rows together."""

    code = models.CharField("公示编号", max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices())
    thing = models.CharField("所公示的事物", max_length=120)  # "annual_plan:FGC/2026/1"
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    head = models.TextField()
    row_count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    redactions = models.JSONField(default=list)  # what was left out and why, never the words left out
    correction_reason = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(
        max_length=12,
        choices=[(one.value, one.label) for one in NoticeState],
        default=NoticeState.DRAFT.value,
    )
    # The cell of the matrix that speaks: which duty, from which day, by when.
    cell = models.CharField(max_length=40)
    clause = models.CharField(max_length=400, blank=True, default="")
    started_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    author = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    reviewer = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField(max_length=300, blank=True, default="")
    return_reason = models.CharField(max_length=300, blank=True, default="")
    publisher = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            # A correction that was dropped leaves its place to the next.
            models.UniqueConstraint(
                fields=["code", "version"], condition=~Q(state="dropped"), name="notice_version_once"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                name="notice_author_does_not_review",
            ),
            models.CheckConstraint(
                condition=Q(publisher__isnull=True)
                | (~Q(publisher=F("author")) & ~Q(publisher=F("reviewer")) & Q(reviewer__isnull=False)),
                name="notice_publisher_is_a_third_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "corrected", "withdrawn"])
                | Q(publisher__isnull=False, released_at__isnull=False),
                name="notice_is_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(version=1, previous__isnull=True)
                | (Q(version__gt=1, previous__isnull=False) & ~Q(correction_reason="")),
                name="notice_correction_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "-released_at"], name="notice_by_kind"),
            models.Index(fields=["thing"], name="notice_by_thing"),
            models.Index(fields=["state", "due_on"], name="notice_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.code} 第{self.version}版）"


class NoticeRow(models.Model):
    """One line of a notice's table; ``key`` finds it again (credit code, certificate no., item code)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    cells = models.TextField()
    ref = models.CharField(max_length=80, blank=True, default="")  # the task behind the row; never public
    standing = models.CharField(max_length=6, choices=STANDINGS, default="open")

    class Meta:
        ordering = ["notice_id", "number"]
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="notice_row_once")]
        indexes = [
            models.Index(fields=["key"], name="notice_row_by_key"),
            models.Index(fields=["name"], name="notice_row_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.number}"


class Confirmation(models.Model):
    """SZ-11: the justice bureau's word on exactly this list; the list is public only after it."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="confirmation")
    digest = models.CharField(max_length=64)
    document_no = models.CharField(max_length=100)
    confirmed_on = models.DateField()
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.document_no


class Withdrawal(models.Model):
    """The tombstone: what the public reads where a notice stood (行政处罚法 第四十八条)."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="withdrawal")
    ground = models.CharField(max_length=12, choices=WithdrawGround.choices())
    reason = models.CharField(max_length=500)
    overturned_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.ground}"


class KeepBack(models.Model):
    """A request not to publish, coded, decided by another, counted in public (PD-27, SZ-19)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="keep_backs")
    ground = models.CharField(max_length=20, choices=[(one.value, one.label) for one in KeepBackGround])
    reason = models.CharField(max_length=500)
    review_on = models.DateField()
    requested_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices(), default=Answer.WAITING.value)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="keep_back_decided_by_another",
            ),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(answer="waiting"), name="keep_back_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.ground}"


class PointedOut(models.Model):
    """A reader says that a released notice is wrong. The words stay inside; number, day and answer are public."""

    number = models.CharField("纠错编号", max_length=24, unique=True)
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="pointed_out"
    )  # the version that was read
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Pointed.choices(), default=Pointed.WAITING.value)
    remark = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="waiting", decided_by__isnull=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(remark="")),
                name="pointed_out_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Receipt(models.Model):
    """Where a released notice was seen, when, and what shows it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts")
    channel = models.CharField(max_length=16, choices=Channel.choices())
    place = models.CharField("网址或张贴地点", max_length=300)
    evidence = models.CharField(max_length=300, blank=True, default="")
    posted_at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["notice_id", "posted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.channel}"
