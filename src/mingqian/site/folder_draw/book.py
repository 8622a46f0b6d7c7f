"""The folder of one draw: its rolls, its log of events, its keys; what has happened and what is due.

What belongs here: reading and writing the folder's files. The steps of the ceremony stand in ceremony.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from mingqian.core import journal
from mingqian.core.canonical import CanonicalError, Document, Suite, document_hash, jcs, new, parse
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import ceremony, documents, transcript
from mingqian.core.draw.rows import key_commit
from mingqian.ui import private_files

LOG, PLAN, RESULT = "journal.jsonl", "plan.json", "result.json"
ROLL_KEY, CONFLICT_KEY = "roll.key", "conflict.key"
ORGANISER = "organiser"
BLOCK = 1 << 20
STEPS = {
    "roll": "生成名录",
    "plan": "公告（--announce）",
    "seal": "封签（--commit）",
    "public": "录入公开随机数（--public）",
    "reveal": "揭示（--reveal）",
    "result": "计算（--compute）",
    "publish": "公布（--publish）",
}


def written(moment: datetime) -> str:
    """A moment as the protocol writes it (§1)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(suite: Suite, file: Path) -> str:
    """hex H(file), read in blocks."""
    state = new(suite)
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            state.update(block)
    return state.hexdigest()


def closed(file: Path, encoding: str) -> TextIO:
    """A private file opened for writing anew: only the program's own user may read it, from its first byte."""
    private_files.folder(file.parent)
    file.unlink(missing_ok=True)  # it might have other rights
    return os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding=encoding, newline=""
    )


@dataclass(frozen=True)
class Book:
    """A folder; it is read anew for every step."""

    place: Path

    @cached_property
    def events(self) -> list[Document]:
        """The log, first event first; a line that was touched by hand is refused."""
        file = self.place / LOG
        try:
            return [parse(line) for line in file.read_bytes().splitlines()] if file.exists() else []
        except CanonicalError as fault:
            told = f"{LOG} 里有一行已不是写入时的样子：{fault}"
            raise Refused(denied("folder.log", told, "sxsj1 §9", "请从备份恢复整个目录")) from None

    def bodies(self, kind: str) -> list[Document]:
        """The bodies of all events of a kind."""
        return [event["body"] for event in self.events if event["kind"] == kind]

    @property
    def headers(self) -> dict[str, Document]:
        """Roll documents by roll hash."""
        return {document_hash(Suite(one["suite"]), one): one for one in self.bodies("roll")}

    def roll_file(self, header: Mapping[str, Any]) -> Path:
        """Where the rows of a roll lie."""
        return self.place / f"{header['list_id']}.roll"

    @property
    def plan(self) -> Document | None:
        return next(iter(self.bodies("plan")), None)

    @property
    def announced(self) -> Document:
        """The plan, where there must be one."""
        plan = self.plan
        assert plan is not None, "asked for the plan before the announcement"
        return plan

    @property
    def suite(self) -> Suite:
        return Suite(self.bodies("roll")[0]["suite"]) if self.headers else Suite.SHA256

    @property
    def seal(self) -> Document:
        return self.bodies("seal")[0]

    @property
    def secrets(self) -> dict[str, str]:
        return {one["role"]: one["secret"] for one in self.bodies("reveal")}

    @property
    def values(self) -> list[str]:
        return [one["value"] for one in self.bodies("public")]

    def due(self) -> str:
        """The next step; a draw that was voided or computed can only be published."""
        if not self.headers:
            return "roll"
        plan = self.plan
        if plan is None:
            return "plan"
        if not self.bodies("seal"):
            return "seal"
        if self.bodies("void") or self.bodies("result"):
            return "publish"
        reveals = len(plan["parties"]) - len(self.secrets)
        publics = len(plan["public"]) - len(self.values)
        if plan["order"] == ceremony.TABLE:
            return "public" if publics else "reveal" if reveals else "result"
        # Once a public value stands in the log nobody reveals any more: it would be a choice (§5).
        return "reveal" if reveals and not self.values else "public" if publics else "result"

    def demand(self, *steps: str) -> None:
        """Only what is due may happen (V19)."""
        due = self.due()
        if due not in steps:
            told = f"现在不能{STEPS[steps[0]].partition('（')[0]}"
            raise Refused(denied("folder.order", told, "sxsj1 §11 V19", f"下一步：{STEPS[due]}"))

    def append(self, kind: str, body: Mapping[str, Any], *, now: datetime, by: str = ORGANISER) -> None:
        """One event at the end of the log; its form and its time are proved before it is written."""
        at = written(now)
        last = self.events[-1]["at"] if self.events else ""
        if at < last:
            told = f"这台机器的时间 {at} 早于上一步的 {last}"
            raise Refused(denied("folder.clock", told, "sxsj1 §11 V19", "请先校准时钟"))
        plan = body if kind == "plan" else self.plan
        draw = None if kind == "roll" or plan is None else plan["draw_id"]
        event = transcript.event(kind, body, draw=draw, at=at, by=by)
        faults = documents.check(event, "event")
        if faults:
            raise Refused(*(denied("folder.form", fault, "sxsj1 §10") for fault in faults[:20]))
        try:
            line = jcs(event)
        except CanonicalError as fault:
            raise Refused(denied("folder.form", str(fault), "sxsj1 §1")) from None
        with (self.place / LOG).open("ab") as stream:
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        self.events.append(event)

    def leaves(self) -> list[bytes]:
        """The leaf hashes of the log."""
        return [journal.leaf_hash(self.suite, event) for event in self.events]

    @property
    def log_size(self) -> int:
        """How long the log is on disk: whether a step that broke off had been written."""
        log = self.place / LOG
        return log.stat().st_size if log.exists() else 0

    @property
    def private(self) -> Path:
        """What nobody else may read: keys, and the ids of sealed rolls."""
        return self.place / "private"

    def ids_file(self, list_id: str) -> Path:
        """The ids of a roll, one a line, in the order of the list."""
        return self.private / f"{list_id}.ids"

    def held(self, name: str) -> str | None:
        """K or Kc if it was made already."""
        return self.key(name) if (self.private / name).exists() else None

    def key(self, name: str, fresh: str = "") -> str:
        """K or Kc, made once from ``fresh`` and from then on the same."""
        file = private_files.folder(self.private) / name
        if fresh:
            private_files.create(file, fresh)
        key = file.read_text(encoding="ascii").strip() if file.exists() else ""
        try:
            key_commit(self.suite, key)
        except ValueError:
            told = f"密钥文件 private/{name} 缺失或已被改动"
            raise Refused(denied("folder.key", told, "sxsj1 §2", "请取回见证人留存的密钥")) from None
        return key
