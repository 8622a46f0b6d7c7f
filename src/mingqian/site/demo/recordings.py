"""What the phone and the recorder brought home from S1's visit on 6 March, so that the vault has something in it.

The visit is walked as the field app walks it: scan, certificates, rights, checklist, evidence, 检查笔录, signature; its
media follow in the evening. Pictures and sounds are ruled lines and tones: nobody is on them.
"""

import hashlib
import math
import struct
import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from mingqian.accounts.types import Actor
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.types import Evidence, Minutes, Scan, Signature
from mingqian.records import selectors as kept
from mingqian.records import services as records
from mingqian.records.enums import Purpose
from mingqian.records.types import Announced
from mingqian.site.demo.fieldwork import Field
from mingqian.site.year.clockwork import at

DAY = date(2026, 3, 6)
RATE = 4000
HAND = [
    [[120 + 40 * n, 200 + round(120 * math.sin(n * turn)), 16 * n] for n in range(18)] for turn in (0.9, 1.7)
]
SEEN = (
    "两名检查人员出示证件，告知来意和权利义务，查看2025年12月至2026年2月工资支付台账和考勤记录，询问项目负责人、"
    "财务人员。台账无三个月的支付记录。"
)
SAID = "工程款未按约拨付，承诺筹款支付。"


@dataclass(frozen=True, slots=True)
class Medium:
    """One file: what it records, when, for how long."""

    stage: str
    kind: str
    name: str
    minute: int
    lasts: int = 0
    """Minutes; a picture takes none."""

    @property
    def began(self) -> datetime:
        """The phone's own time."""
        return at(DAY) + timedelta(minutes=self.minute)

    @property
    def content(self) -> bytes:
        """A page of ruled lines, or a tone of its own height."""
        return tone(220 + self.minute) if self.lasts else ledger(self.minute)

    def announced(self, visit: str) -> Announced:
        """As the phone announces it."""
        content = self.content
        return Announced(
            id=uuid5(NAMESPACE_URL, f"{visit}/{self.name}"), thing=f"visit:{visit}", stage=self.stage, kind=self.kind,
            name=self.name, type="audio/wav" if self.lasts else "image/png", size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), captured_at=self.began,
            ended_at=self.began + timedelta(minutes=self.lasts) if self.lasts else None,
        )  # fmt: skip


LEDGER = Medium("evidence", "document", "工资支付台账.png", 45)
MEDIA = (
    Medium("arrival", "identity", "亮证告知.wav", 13, 2),
    Medium("arrival", "rights", "权利告知.wav", 15, 3),
    Medium("onsite", "process", "检查过程1.wav", 18, 40),
    LEDGER,
    Medium("onsite", "process", "检查过程2.wav", 64, 50),
    Medium("evidence", "interview", "询问项目负责人.wav", 70, 25),
    Medium("closing", "supplement", "征询意见.wav", 114, 2),
)
"""The process broke off for six minutes: the recorder's battery."""


def ledger(lines: int) -> bytes:
    """A ruled sheet as PNG; stored, not packed, so that every zlib writes the same bytes."""
    width, height = 240, 320
    rows = b"".join(
        b"\0" + bytes(0xB0 if y % 20 == lines % 20 or x % 60 == 0 else 0xFF for x in range(width))
        for y in range(height)
    )

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 0))
        + chunk(b"IEND", b"")
    )


def tone(height: int) -> bytes:
    """A second of it as WAV, eight bits."""
    wave = bytes(128 + round(60 * math.sin(2 * math.pi * height * n / RATE)) for n in range(RATE))
    head = struct.pack(
        "<4sI4s4sIHHIIHH", b"RIFF", 36 + len(wave), b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE, 1, 8
    )
    return head + struct.pack("<4sI", b"data", len(wave)) + wave


def walked(field: Field, task: str) -> None:
    """6 March, 09:12 to 11:00; in the evening at the office the phone sends what it has."""
    (row,) = field.tasks(code=task)
    (captain,) = field.captains().values()
    visit = _visit(field, task)
    field.year.clock.advance_to(at(DAY, 17))
    when = at(DAY) + timedelta(minutes=12)
    step: dict[str, Any] = {"visit": visit, "by": captain, "now": field.year.clock.tick()}
    inspections.visits.arrive(scan=Scan(when, code=selectors.visits.scan_code(row)), **step)
    inspections.visits.show(certificates=field.papers()[1], at=when, **step)
    prompts = [str(one["key"]) for one in kept.prompts()]
    inspections.visits.tell(rights="2026-1", prompts=prompts, at=when + timedelta(minutes=3), **step)
    _found(field, task, step)
    for medium in MEDIA:
        _sent(visit, medium, captain, field.year.clock.tick())
    _explained(visit, captain, field.year.clock.tick())


def _visit(field: Field, task: str) -> str:
    (visit,) = selectors.visits.visible(field.year.bureau["legal"]).filter(approval__tasks__code=task)
    return visit.code


def _found(field: Field, task: str, step: dict[str, Any]) -> None:
    """Checklist, the ledger as a copy with its reason, the record, both signatures, the end."""
    visit, when, finding = step["visit"], at(DAY, 10), field.found[task]
    writing = inspections.visit_records
    answers = [{"key": "1", "mark": "problem", "remark": finding.problems}]
    writing.answer(task=task, answers=answers, at=when, **step)
    told = LEDGER.announced(visit)
    writing.bind(
        evidence=Evidence(
            media=told.id, task=task, kind=told.kind, stage=told.stage, caption="2025年12月至2026年2月工资支付台账",
            form="copy", copy_reason="原件为企业在用账册", witness="财务负责人", sha256=told.sha256, size=told.size,
            captured_at=told.captured_at, body_sha256=hashlib.sha256(f"{visit}/{told.sha256}".encode()).hexdigest(),
        ), at=when, **step,
    )  # fmt: skip
    row = selectors.visits.one(step["by"], visit)
    assert row
    signed = hashlib.sha256(f"{visit}/{SEEN}/{SAID}".encode()).hexdigest()
    told_of = {
        "task": task,
        "outcome": finding.outcome,
        "problems": finding.problems,
        "guidance": "讲解工资支付规定",
    }
    writing.record(minutes=Minutes(row.record_number, SEEN, SAID, (told_of,), signed), at=when, **step)
    people = [("inspector", name) for name, *_ in row.papers]
    for role, name in (*people, ("subject", "项目负责人")):
        writing.sign(signature=Signature(role, name, HAND, signed), at=at(DAY, 11), **step)
    writing.finish(on=DAY, **step)


def _sent(visit: str, medium: Medium, by: Actor, now: datetime) -> None:
    note, content = medium.announced(visit), medium.content
    records.uploads.announce(note, by=by, now=now)
    records.uploads.add(note.id, offset=0, chunk=content, checksum=note.sha256, by=by, now=now)


def _explained(visit: str, by: Actor, now: datetime) -> None:
    broke: UUID = MEDIA[2].announced(visit).id
    records.explaining.gap(series=broke, after=1, words="执法记录仪更换电池，六分钟", by=by, now=now)


def played_back(field: Field, task: str) -> None:
    """回看 before the result is confirmed, by who confirms it; the look stays in the log."""
    clip = MEDIA[2].announced(_visit(field, task)).id
    records.consulting.look(
        clip, purpose=Purpose.REVIEW.value, words="确认检查结果前回看检查过程", take=False,
        by=field.year.bureau["legal"], now=field.year.clock.tick(),
    )  # fmt: skip
