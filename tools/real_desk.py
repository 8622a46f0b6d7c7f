"""The product's own server over a home of its own, in a group of processes that can be killed; and what lies there after.

``mingqian serve`` with its web processes, a real SQLite file, a real vault. What is judged here is read from the database
and the disk, not asked of the program that wrote it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from mingqian.core import scancode

WALKS = """
SELECT visit.code, subject.code FROM inspection_visit visit JOIN inspection_approval approval ON approval.id = approval_id
JOIN registry_subject subject ON subject.id = subject_id WHERE visit.state = 'planned' ORDER BY visit.code
"""
ACTIONS = """
SELECT action.id, action.sha256, action.state, action.receipt, kind, body FROM field_fieldaction action
JOIN inspection_visit visit ON visit.id = visit_id WHERE visit.code IN ({})
"""
BOUND = "SELECT evidence.sha256 FROM inspection_visitevidence evidence JOIN inspection_visit visit ON visit.id = visit_id WHERE visit.code IN ({})"
ANSWERED = "SELECT answers FROM inspection_visitanswers answers JOIN inspection_visit visit ON visit.id = visit_id WHERE visit.code IN ({})"
KEPT = "SELECT sha256, size FROM records_item WHERE thing IN ({})"
OPEN = "SELECT id FROM records_upload WHERE state = 'receiving' AND thing IN ({})"


def asked(home: Path, question: str, *given: str) -> list[tuple[str, ...]]:
    """What the desk's database says."""
    with closing(sqlite3.connect(home / "mingqian.sqlite3", timeout=30)) as base:
        return base.execute(question, given).fetchall()


def poster(home: Path, code: str) -> str:
    """What hangs at this firm's door, under the key of that site."""
    key = (home / "secret.key").read_text().strip()
    mark = scancode.letters(hmac.digest(key.encode(), f"mingqian.firm/mark/{code}".encode(), sha256))
    return scancode.text(code.removeprefix("USCC:"), mark)


@dataclass
class Desk:
    """``begin`` starts the server as the leader of a group of its own and says its process number."""

    home: Path
    port: int
    begin: Callable[[], int]
    leader: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def alive(self) -> bool:
        """The leader, and not only what the kernel remembers of it."""
        with suppress(OSError):
            return Path(f"/proc/{self.leader}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    def start(self) -> None:
        """On its way; whoever needs it waits with ``ready``."""
        if not self.leader or not self.alive():
            self.leader = self.begin()

    def ready(self) -> bool:
        with suppress(URLError, OSError):
            urlopen(f"{self.base}/healthz", timeout=5).close()
            return True
        return False

    def wait(self, patience: float = 120) -> None:
        until = time.monotonic() + patience
        while not self.ready():
            if time.monotonic() > until:
                raise AssertionError("the desk did not start")
            self.start()  # somebody else's connection may have had its port for a moment
            time.sleep(0.1)

    def group(self) -> list[int]:
        """The leader and everything it started."""
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                if entry.name.isdigit() and os.getpgid(int(entry.name)) == self.leader:
                    found.append(int(entry.name))
        return sorted(found)

    def kill(self) -> None:
        """All of it at once: the plug is pulled."""
        if self.leader:
            with suppress(ProcessLookupError):
                os.killpg(self.leader, signal.SIGKILL)
            while self.alive():
                time.sleep(0.02)

    def kill_leader(self) -> None:
        """The process that was typed, and no other: what it started leaves by itself."""
        with suppress(ProcessLookupError):
            os.kill(self.leader, signal.SIGKILL)
        while self.alive():
            time.sleep(0.02)

    def kill_one(self) -> None:
        """One web process, as a machine short of memory does; the leader starts another."""
        for one in reversed(self.group()):
            if one != self.leader:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
                return

    def half(self) -> int:
        """Media that lie here in part."""
        return len(list((self.home / "records" / "incoming").glob("*.part")))

    def arrived(self) -> int:
        """Bytes of media that lie here in part."""
        return sum(one.stat().st_size for one in (self.home / "records" / "incoming").glob("*.part"))


@dataclass
class Found:
    """What lies at the desk after all."""

    actions: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # id → hash, state, receipt
    bodies: list[str] = field(default_factory=list)  # of what was answered
    named: Counter[str] = field(default_factory=Counter)  # hashes of media the actions name
    bound: Counter[str] = field(default_factory=Counter)  # the same, in effect
    effects: list[str] = field(default_factory=list)  # answers in effect
    kept: Counter[str] = field(default_factory=Counter)  # records, by hash
    open: int = 0  # uploads begun and not ended
    faults: list[str] = field(default_factory=list)  # of the vault


def found(home: Path, visits: Sequence[str]) -> Found:
    """Of these visits, and of the vault as a whole."""
    marks = ", ".join("?" * len(visits))
    things = [f"visit:{one}" for one in visits]
    told = Found()
    for key, digest, state, receipt, kind, body in asked(home, ACTIONS.format(marks), *visits):
        told.actions[key] = (digest, state, receipt)
        if kind == "evidence":
            told.named[json.loads(body)["sha256"]] += 1
        if kind == "answered":
            told.bodies.append(body)
    told.bound = Counter(digest for (digest,) in asked(home, BOUND.format(marks), *visits))
    told.effects = [answers for (answers,) in asked(home, ANSWERED.format(marks), *visits)]
    rows = asked(home, KEPT.format(marks), *things)
    told.kept = Counter(digest for digest, _ in rows)
    told.open = len(asked(home, OPEN.format(marks), *things))
    told.faults = [*vault_faults(home, {str(digest): int(size) for digest, size in rows}), *left_over(home)]
    return told


def vault_faults(home: Path, wanted: dict[str, int]) -> list[str]:
    """Contents that are missing, short or changed; read from the disk."""
    faults = []
    for digest, size in wanted.items():
        place = home / "records" / digest[:2] / digest[2:4] / digest
        if not place.is_file():
            faults.append(f"missing: {digest}")
        elif place.stat().st_size != size:
            faults.append(f"{place.stat().st_size} of {size} bytes: {digest}")
        else:
            with place.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    faults.append(f"changed: {digest}")
    return faults


def left_over(home: Path) -> list[str]:
    """What is no content: halves, their locks, drafts of a content."""
    names = (one for one in (home / "records").rglob("*") if one.is_file())
    return [f"left: {one.name}" for one in names if one.suffix in (".part", ".lock", ".new")]
