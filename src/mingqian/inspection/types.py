"""Plain values of the inspection room: what a team hands in, what a result tells, what a pack demands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mingqian.core.timelimits import Period, Unit


@dataclass(frozen=True, slots=True)
class Span:
    """A period of days, both of them in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Timer:
    """One period of one duty: its key in the pack, the event that starts it, and the period."""

    key: str
    start: str
    period: Period

    def as_json(self) -> dict[str, Any]:
        """As frozen into a batch."""
        period = self.period
        return {
            "key": self.key, "start": self.start, "count": period.count, "unit": period.unit.value,
            "name": period.name, "event": period.event, "clause": period.clause,
        }  # fmt: skip

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Timer":
        """Back from the batch."""
        period = Period(row["count"], Unit(row["unit"]), row["name"], row["event"], row["clause"])
        return cls(row["key"], row["start"], period)


@dataclass(frozen=True, slots=True)
class InspectionRules:
    """What the packs in force say about the work after the draw; frozen into the batch when it opens."""

    pack: str
    digest: str
    timers: tuple[Timer, ...] = ()
    media: tuple[str, ...] = ()
    media_clause: str = ""
    min_team: int = 2
    min_team_clause: str = ""

    def starting(self, event: str) -> tuple[Timer, ...]:
        """The periods an event starts."""
        return tuple(one for one in self.timers if one.start == event)

    def as_json(self) -> dict[str, Any]:
        """As frozen into a batch."""
        return {
            "pack": self.pack, "digest": self.digest, "timers": [one.as_json() for one in self.timers],
            "media": list(self.media), "media_clause": self.media_clause,
            "min_team": self.min_team, "min_team_clause": self.min_team_clause,
        }  # fmt: skip

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "InspectionRules":
        """Back from the batch."""
        return cls(
            row["pack"], row["digest"], tuple(Timer.from_json(one) for one in row["timers"]),
            tuple(row["media"]), row["media_clause"], row["min_team"], row["min_team_clause"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """What a team hands in for one task. ``answers`` hold only what is not 「符合」; the rest is filled in."""

    on: date
    outcome: str
    certificates: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    problems: str = ""
    statement: str = "无"
    signed: str = "signed"
    refusal: str = ""
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class Revisit:
    """What a team saw when it came back."""

    on: date
    result: str
    words: str
    certificates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outsider:
    """联合检查: somebody of another authority."""

    authority: str
    name: str
    certificate: str
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """What leads to checks without a draw: ``origin`` of enums.Origin, ``source`` by its code, why, and how long."""

    origin: str
    source: str
    title: str
    reason: str
    starts_on: date
    ends_on: date
    joint: tuple[Outsider, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """One subject × item that a cause names. ``team`` 0: nobody goes there."""

    subject: str
    item: str
    method: str
    team: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody hands in: its name is a wish, its content decides what it is."""

    name: str
    content: bytes
    phase: str = ""  # of enums.Phase


@dataclass(frozen=True, slots=True)
class DataSet:
    """比对核查: where rows come from, a file by its name and bytes or, without bytes, the registry itself."""

    name: str = "监管对象名录库"
    content: bytes | None = None
    key: str = "统一社会信用代码"
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicResult:
    """One confirmed result with everything a publication may need; what of it goes out is not decided here."""

    task: str
    batch: str
    plan: str
    item: str
    item_name: str
    subject: str
    subject_name: str
    subject_kind: str
    natural_person: bool
    outcome: str
    outcome_label: str
    problem: bool
    disposal: str
    disposal_clause: str
    summary: str
    checked_on: date | None
    inspectors: tuple[tuple[str, str], ...]
    confirmed_on: date | None
    published_on: date | None
    notice: str
    state: str
    due: date | None = None
    due_clause: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of a batch; every one of them opens its rows."""

    total: int
    by_outcome: Mapping[str, int]
    problems: int
    by_state: Mapping[str, int]
    orders: Mapping[str, int]

    @property
    def problem_ppm(self) -> int:
        """问题发现率 in parts per million."""
        return self.problems * 1_000_000 // self.total if self.total else 0

    @property
    def published(self) -> int:
        """完成: what the public knows, whatever became of it since."""
        return self.by_state.get("published", 0) + self.by_state.get("closed_published", 0)

    @property
    def withheld(self) -> int:
        """Decided not to go out."""
        return self.by_state.get("withheld", 0) + self.by_state.get("closed_withheld", 0)

    @property
    def closed(self) -> int:
        """完结: nothing left to be put right."""
        return self.by_state.get("closed_published", 0) + self.by_state.get("closed_withheld", 0)


Orders = Mapping[str, tuple[str, date]]
Uploads = Sequence[Upload]


@dataclass(frozen=True, slots=True)
class Scan:
    """扫码入企: how, with which code, when; an emergency with its reason and no code."""

    at: datetime
    how: str = "typed"
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """An entry written down at the desk: the scan, and who showed which certificate."""

    scan: Scan
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a medium shows; the medium itself may still be on the phone."""

    media: UUID
    task: str
    kind: str
    stage: str
    caption: str
    form: str
    copy_reason: str
    witness: str
    sha256: str
    size: int
    captured_at: datetime
    body_sha256: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A medium that was named and will not come; ``instead``: its bytes come under another id."""

    media: UUID
    why: str
    instead: UUID | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """现场检查笔录 as it was written; ``sha256`` is what the signatures are bound to."""

    number: str
    narrative: str
    statement: str
    findings: tuple[Mapping[str, str], ...]
    sha256: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Strokes on glass, or a photographed page; ``signed`` is the hash of what was signed."""

    role: str
    name: str
    strokes: list[Any]
    signed: str
    paper: UUID | None = None
