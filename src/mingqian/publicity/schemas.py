"""What programs send and get about publication."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from mingqian.publicity.enums import Channel, KeepBackGround, NoticeKind, Pointed, WithdrawGround
from mingqian.publicity.models import Notice
from mingqian.ui.bodies import Day, Moment, Note, Yes

Words = Annotated[str, Field(min_length=1, max_length=300)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class NoticeOut(Schema):
    """One version of one notice, without its rows."""

    code: str
    version: int
    kind: str
    thing: str
    title: str
    unit: str
    state: str
    digest: str
    row_count: int
    due_on: date | None
    released_at: datetime | None

    @staticmethod
    def resolve_unit(row: Notice) -> str:
        """In whose name it speaks."""
        return row.unit.name


class NoticePage(Schema):
    """Fifty notices and how many there are."""

    total: int
    page: int
    rows: list[NoticeOut]


class NoticeWhole(Schema):
    """What would become public, and what was left out."""

    notice: NoticeOut
    content: dict[str, Any]
    redactions: list[dict[str, str]]


class WaitingOut(Schema):
    """Something that ought to be public and is not, or has changed since."""

    kind: str
    thing: str
    title: str
    unit: str
    words: str
    due_on: date | None
    notice: str


class TakeIn(Schema):
    """Which candidate."""

    kind: NoticeKind
    thing: Annotated[str, Field(min_length=1, max_length=120)]


class ReviewIn(Schema):
    """The digest of what was looked at."""

    digest: Hash
    note: Annotated[str, Field(max_length=300)] = ""


class RedactIn(Schema):
    """Which place, and why."""

    where: Annotated[str, Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(min_length=1, max_length=100)]


class ReleaseIn(Schema):
    """The digest of what goes out."""

    digest: Hash


class NoticeReasonIn(Schema):
    """Why."""

    reason: Words


class WithdrawIn(Schema):
    """Ground, public reason, and the day a decision was overturned."""

    ground: WithdrawGround
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    overturned_on: Day | None = None


class KeepBackIn(Schema):
    """Not to publish."""

    ground: KeepBackGround
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    review_on: Day


class KeepBackOut(Schema):
    """A request not to publish."""

    id: int
    ground: str
    answer: str
    review_on: date


class PointedIn(Schema):
    """The answer to a mistake that a reader pointed out."""

    answer: Pointed
    remark: Note


class PointedOutOut(Schema):
    """A mistake that was pointed out."""

    number: str
    answer: str
    remark: str


class NoticeDecideIn(Schema):
    """The leader's answer."""

    approve: Yes
    remark: Annotated[str, Field(max_length=300)] = ""


class ChannelReceiptIn(Schema):
    """Where else it was made known."""

    channel: Channel
    place: Words
    evidence: Annotated[str, Field(max_length=300)] = ""
    posted_at: Moment


class ConfirmIn(Schema):
    """The justice bureau's paper on exactly this list."""

    digest: Hash
    document_no: Annotated[str, Field(min_length=1, max_length=100)]
    confirmed_on: Day
