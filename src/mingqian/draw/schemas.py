"""What programs send and get about draws."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from mingqian.core.draw.documents import SOURCE_FIELDS
from mingqian.draw.enums import ChangeReason, Opinion, Orderer, Origin, VoidReason
from mingqian.draw.models import Change, Draw
from mingqian.draw.types import Known, Order, SourceSpec
from mingqian.planning.selectors.exemptions import Request
from mingqian.ui.bodies import Whole, Yes

Code = Annotated[str, Field(min_length=1, max_length=32)]
Words = Annotated[str, Field(min_length=1, max_length=400)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class DrawOut(Schema):
    """One attempt, with the hashes that fix it."""

    code: str
    plan: str
    title: str
    state: str
    nature: str
    attempt: int
    suite: str
    plan_hash: str
    seal_hash: str
    seed: str
    result_hash: str

    @staticmethod
    def resolve_plan(row: Draw) -> str:
        """The code of the implementation plan or the review."""
        return row.occasion.code

    @staticmethod
    def resolve_title(row: Draw) -> str:
        """What it is for."""
        return row.title

    @staticmethod
    def resolve_nature(row: Draw) -> str:
        """Official or practice."""
        return row.log.nature


class DrawPage(Schema):
    """Fifty draws and how many there are."""

    total: int
    page: int
    rows: list[DrawOut]


class PartyIn(Schema):
    """A party of the ceremony; ``person`` only where there is an account."""

    role: Annotated[str, Field(pattern="^[a-z][0-9a-z]{0,15}$")]
    unit: Annotated[str, Field(min_length=1, max_length=200)]
    outside: Yes = False
    person: Annotated[str, Field(max_length=32)] = ""


class PrepareIn(Schema):
    """A new draw for a started plan, or for a review that was entered."""

    code: Code
    plan: Annotated[str, Field(max_length=40)] = ""
    review: Annotated[str, Field(max_length=32)] = ""
    nature: Origin = Origin.OFFICIAL
    order: Annotated[str, Field(max_length=20)] = "public-then-reveal"
    parties: Annotated[list[PartyIn], Field(min_length=1, max_length=8)]


class SourceIn(Schema):
    """A public source in the protocol's own fields (sxsj1 §10); which of them, the source decides."""

    src: Annotated[str, Field(pattern="^(dice6|dice10|lottery|drand|nist)$")] = "dice10"
    at: Annotated[str, Field(max_length=20)] | None = None
    count: Annotated[Whole, Field(ge=1, le=99)] = 20
    game: Annotated[str, Field(max_length=40)] = ""
    issue: Annotated[str, Field(max_length=40)] = ""
    max: Annotated[Whole, Field(ge=2, le=99)] = 80
    chain: Annotated[str, Field(max_length=64)] = ""
    round: Annotated[Whole, Field(ge=0, lt=2**53)] = 0
    pulse: Annotated[Whole, Field(ge=0, lt=2**53)] = 0

    def spec(self) -> SourceSpec:
        """Only the fields that a source of this kind has."""
        found = {name: getattr(self, name) for name in ("src", "at", *SOURCE_FIELDS[self.src])}
        if self.src == "nist":
            found["chain"] = int(self.chain) if self.chain.isdecimal() else 2
        return SourceSpec(found)


class AnnounceIn(Schema):
    """The public sources of the plan."""

    sources: Annotated[list[SourceIn], Field(min_length=1, max_length=4)]


class CommitIn(Schema):
    """A party's commitment."""

    commitment: Hash


class SecretIn(Schema):
    """An opened envelope."""

    secret: Annotated[str, Field(min_length=20, max_length=128)]


class ValueIn(Schema):
    """What a public source showed."""

    position: Annotated[Whole, Field(ge=0, le=8)] = 0
    value: Annotated[str, Field(min_length=1, max_length=200)]
    evidence: Annotated[str, Field(max_length=400)] = ""


class ReadBackIn(Schema):
    """The same source, read and typed by somebody else."""

    position: Annotated[Whole, Field(ge=0, le=8)] = 0
    value: Annotated[str, Field(min_length=1, max_length=200)]


class SignIn(Schema):
    """无异议 or 有异议."""

    opinion: Opinion
    remarks: Annotated[str, Field(max_length=400)] = ""


class MergeOut(Schema):
    """A proposal to make one visit of several items."""

    id: int
    state: str
    clause: str
    pairs: int
    visits_count: int
    person_days_before: int
    person_days_after: int


class SubstituteIn(Schema):
    """Who is away."""

    team: Annotated[Whole, Field(ge=1, le=10_000)]
    seat: Annotated[str, Field(pattern="^(C|M[0-9]{1,3})$")]
    reason: ChangeReason
    evidence: Words


class SpareIn(Schema):
    """免检 of a drawn subject that was checked a short while ago."""

    item: Code
    subject: Annotated[str, Field(min_length=1, max_length=64)]
    reason: Words
    evidence: Words


class SpareOut(Schema):
    """What was asked, for whoever decides."""

    id: int
    subject: str
    state: str
    last_checked_on: date | None

    @staticmethod
    def resolve_subject(row: Request) -> str:
        """By its code."""
        return row.subject.code


class ReplaceIn(Schema):
    """Which drawn subject cannot be found."""

    item: Annotated[str, Field(max_length=40)]
    out: Annotated[str, Field(max_length=64)]
    reason: ChangeReason
    evidence: Words


class AnchorIn(Schema):
    """Where the whole seal hash lies outside."""

    kind: Annotated[str, Field(max_length=20)]
    seal: Hash
    proof: Annotated[str, Field(min_length=1, max_length=400)]


class VoidOrderIn(Schema):
    """Whose decision a void after the seed is, its number and its day."""

    orderer: Orderer
    name: Annotated[str, Field(min_length=1, max_length=100)]
    number: Annotated[str, Field(min_length=1, max_length=100)]
    on: date


class VoidIn(Schema):
    """Why an attempt is void."""

    reason: VoidReason
    evidence: Annotated[str, Field(min_length=1, max_length=200)]
    errors: Annotated[list[str], Field(max_length=1000)] = []
    order: VoidOrderIn | None = None

    def told(self) -> dict[str, Any]:
        """As the service takes it."""
        order = Order(**self.order.dict()) if self.order else None
        return {"reason": self.reason, "evidence": self.evidence, "errors": self.errors, "order": order}


class DrawReasonIn(Schema):
    """Words that go on record."""

    reason: Words


class ChangeDecideIn(Schema):
    """The other person's answer."""

    approve: Yes
    remark: Annotated[str, Field(max_length=400)] = ""


class ChangeOut(Schema):
    """A proposed change and its answer."""

    id: int
    kind: str
    reason: str
    evidence: str
    answer: str
    remark: str

    @staticmethod
    def resolve_id(row: Change) -> int:
        """Its number."""
        return row.pk


class KnownOut(Schema):
    """A row of a roll, as the bureau knows it."""

    tag: str
    identity: str
    name: str
    stratum: str
    status: str
    reason: str
    clause: str
    weight: int = 1

    @classmethod
    def of(cls, row: Known) -> "KnownOut":
        """From the selector's value."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class DrawnItemOut(Schema):
    """One item of a result."""

    code: str
    name: str
    pool: str
    quota: str
    total: int
    forced: list[KnownOut]
    drawn: list[KnownOut]
    reserve: list[KnownOut]


class TeamOut(Schema):
    """A team as it stands."""

    number: int
    panel: str
    captain: KnownOut | None
    members: list[KnownOut | None]
    visits: int


class SheetOut(Schema):
    """A result as an officer reads it."""

    code: str
    state: str
    pairs: int
    unassigned: int
    grade: str
    items: list[DrawnItemOut]
    teams: list[TeamOut]
