"""What an action may say, kind by kind (docs/spec/field-sync.md §2): strict, nothing extra, every length bounded."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mingqian.core.canonical import CanonicalError, Suite, hex_digest, jcs
from mingqian.field.enums import ActionKind
from mingqian.ui.bodies import YEARS, Moment

LINE = "\u2028"
"""A line break on the wire: canonical JSON holds no control characters."""

Word = Annotated[str, Field(max_length=60)]
Code = Annotated[str, Field(max_length=80)]
Line = Annotated[str, Field(max_length=500)]
Words = Annotated[str, Field(max_length=8_000)]
Sha = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_LARGEST = 2**31


class Body(BaseModel):
    """What every body is: exact types, no field nobody knows."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Accepted(Body):
    recusal: Line


class Lease(Body):
    take: bool


class Scanned(Body):
    how: Literal["qr", "typed", "emergency"]
    code: Annotated[str, Field(max_length=300)]
    reason: Line


class Shown(Body):
    certificates: Annotated[list[Word], Field(max_length=20)]


class Told(Body):
    rights: Annotated[str, Field(min_length=1, max_length=40)]
    prompts: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)]


class Point(Body):
    key: Annotated[str, Field(max_length=20)]
    mark: Literal["ok", "problem", "na"]
    remark: Line


class Answered(Body):
    task: Code
    answers: Annotated[list[Point], Field(max_length=200)]


class Evidence(Body):
    media: UUID
    task: Code
    kind: Annotated[str, Field(max_length=40)]
    stage: Annotated[str, Field(max_length=40)]
    caption: Line
    form: Literal["original", "copy"]
    copy_reason: Annotated[str, Field(max_length=300)]
    witness: Word
    sha256: Sha
    size: Annotated[int, Field(ge=0, le=_LARGEST)]
    captured_at: Moment


class Finding(Body):
    task: Code
    outcome: Annotated[str, Field(max_length=16)]
    problems: Words
    guidance: Words


class Recorded(Body):
    number: Code
    narrative: Words
    statement: Words
    findings: Annotated[list[Finding], Field(max_length=100)]


class Corrected(Recorded):
    why: Line


class Signed(Body):
    role: Literal["subject", "inspector", "witness"]
    name: Word
    strokes: Annotated[list[Any], Field(max_length=200)]
    paper: UUID | Literal[""] = ""
    record: Sha


class Declined(Body):
    reason: Line
    witness: Word
    record: Sha


class Finished(Body):
    on: date


class Left(Body):
    why: Line
    again: bool


class Dropped(Body):
    media: UUID
    why: Annotated[str, Field(min_length=1, max_length=500)]
    instead: UUID | Literal[""] = ""


SHAPES: Mapping[ActionKind, type[Body]] = {
    ActionKind.ACCEPTED: Accepted, ActionKind.LEASE: Lease, ActionKind.SCANNED: Scanned,
    ActionKind.SHOWN: Shown, ActionKind.TOLD: Told, ActionKind.ANSWERED: Answered,
    ActionKind.EVIDENCE: Evidence, ActionKind.RECORDED: Recorded, ActionKind.CORRECTED: Corrected,
    ActionKind.SIGNED: Signed, ActionKind.DECLINED: Declined, ActionKind.FINISHED: Finished,
    ActionKind.LEFT: Left, ActionKind.DROPPED: Dropped,
}  # fmt: skip


class Clock(Body):
    server_at: Moment | None
    elapsed_ms: Annotated[int, Field(ge=0, le=2**45)]


class Wired(Body):
    """An action around its body."""

    id: UUID
    visit: Annotated[str, Field(max_length=80)]
    seq: Annotated[int, Field(ge=1, le=1_000_000)]
    kind: Annotated[str, Field(max_length=20)]
    at: Annotated[str, Field(max_length=40)]
    clock: Clock
    body: dict[str, Any]
    sha256: Sha


def named(told: object) -> str:
    """The id an action that cannot be read seems to have, as far as an answer can carry it."""
    known = told.get("id", "") if isinstance(told, dict) else ""
    return str(known)[:36].encode(errors="replace").decode()


class Unreadable(ValueError):
    """The words of what is wrong, for the recovery list of the phone."""


def wired(told: object) -> Wired:
    """An action of the wire, with the right hash; else ``Unreadable``."""
    if not isinstance(told, dict):
        raise Unreadable("不是一条记录")
    named = {key: told.get(key) for key in ("id", "visit", "seq", "kind", "at", "body")}
    try:
        canonical = jcs(named)
        shape = Wired.model_validate_json(json.dumps(told))
    except (CanonicalError, ValidationError, ValueError, RecursionError) as error:
        raise Unreadable(_said(error)) from None
    if str(shape.id) != told["id"]:
        raise Unreadable("编号的写法不对")
    if hex_digest(Suite.SHA256, canonical) != shape.sha256:
        raise Unreadable("内容与哈希不符，传输中可能损坏")
    phone_time(shape)
    return shape


def phone_time(shape: Wired) -> datetime:
    """The phone's own clock."""
    try:
        found = datetime.fromisoformat(shape.at)
        aware = found.tzinfo is not None and found.year in YEARS
    except ValueError:
        aware = False
    if not aware:
        raise Unreadable("时间的写法不对")
    return found


def parsed(kind: str, canonical: str) -> Body:
    """The body as its kind has it; a line break is one again."""
    shape = SHAPES.get(ActionKind(kind)) if kind in set(ActionKind) else None
    if shape is None:
        raise Unreadable(f"服务器不认识“{kind[:20]}”这种记录，请更新应用")
    try:
        return shape.model_validate_json(canonical.replace(LINE, "\\n"))
    except (ValidationError, ValueError) as error:
        raise Unreadable(_said(error)) from None


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"内容不合规：{'.'.join(str(part) for part in first['loc'])[:60]}"
    if isinstance(error, RecursionError):
        return "内容嵌套过深"
    return f"内容不合规：{str(error)[:100]}"
