"""The other end of docs/spec/field-sync.md, small and honest: what it said it received lies in a SQLite file.

The phone is tested against it without a desk behind; it keeps the contract's rules (one id once, no gaps, receipts
over the hash) and can fall silent in the middle of anything. What is killed is the product's own server, ``tools.real_desk``.
"""

import json
import mimetypes
import os
import socket
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mingqian.core import canonical, identifiers, scancode

CHINA = timezone(
    timedelta(hours=8)
)  # the visit is planned on a day of where the phone is, not of this machine
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; media-src 'self'"
TABLES = """
CREATE TABLE IF NOT EXISTS action (id TEXT PRIMARY KEY, visit TEXT, device TEXT, seq INTEGER, kind TEXT, sha256 TEXT, body TEXT, times INTEGER, UNIQUE (visit, device, seq));
CREATE TABLE IF NOT EXISTS upload (id TEXT PRIMARY KEY, told TEXT, size INTEGER, sha256 TEXT, state TEXT);
"""


class Cut(Exception):
    """The line goes dead; nobody is told anything."""


@dataclass
class Desk:
    """What the server knows, and how it behaves today."""

    folder: Path
    package: dict[str, Any]
    signed_in: bool = True
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: TID251 — a server has a clock
    cut_after: int = -1  # so many further calls are answered, the next one is cut in the middle of its body
    cut_again: int = -1  # and so many after that, again and again
    cuts: int = 0
    held: dict[str, str] = field(default_factory=dict)  # kind → why the desk keeps it waiting
    refused: dict[str, str] = field(default_factory=dict)
    unlisted: dict[str, str] = field(
        default_factory=dict
    )  # line of the list → why no medium is kept under it
    said: list[str] = field(default_factory=list)
    base_url: str = ""

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.base = sqlite3.connect(self.folder / "desk.sqlite3", check_same_thread=False, timeout=30)
        self.base.executescript(TABLES)

    def call(self) -> None:
        """One more call; the line may be dead by now."""
        if self.cut_after >= 0:
            self.cut_after -= 1
            if self.cut_after < 0:
                self.cut_after, self.cuts = self.cut_again, self.cuts + 1
                raise Cut

    def now(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="seconds")

    def rows(
        self, told: str = "SELECT id, visit, seq, kind, sha256 FROM action ORDER BY visit, seq"
    ) -> list[Any]:
        with self.lock:
            return self.base.execute(told).fetchall()

    def down(self, device: str) -> dict[str, Any]:
        """The package, §1."""
        device_row = {"id": device, "name": "测试手机", "state": "issued"}
        return {**self.package, "server_at": self.now(), "device": device_row, "csrf": "token-1"}

    def take(self, device: str, action: dict[str, Any]) -> dict[str, str]:
        """One action, §2."""
        line = {
            "id": action["id"],
            "state": "refused",
            "receipt": "",
            "sha256": action["sha256"],
            "reason": "",
            "clause": "",
            "remedy": "",
        }
        named = {key: action[key] for key in ("id", "visit", "seq", "kind", "at", "body")}
        if sha256(canonical.jcs(named)).hexdigest() != action["sha256"]:
            return {**line, "reason": "内容与哈希不符"}
        if why := self.refused.get(action["kind"]):
            return {**line, "reason": why, "remedy": "请改正后再传"}
        last = (
            self.base.execute(
                "SELECT max(seq) FROM action WHERE visit = ? AND device = ?", (action["visit"], device)
            ).fetchone()[0]
            or 0
        )
        known = self.base.execute("SELECT sha256 FROM action WHERE id = ?", (action["id"],)).fetchone()
        if known and known[0] != action["sha256"]:
            return {**line, "reason": "同一编号已有别的内容"}
        if not known and action["seq"] != last + 1:
            return {**line, "state": "again", "reason": f"第 {last + 1} 条还没有到达"}
        if known:
            self.base.execute("UPDATE action SET times = times + 1 WHERE id = ?", (action["id"],))
        else:
            row = (
                action["id"],
                action["visit"],
                device,
                action["seq"],
                action["kind"],
                action["sha256"],
                json.dumps(action["body"], ensure_ascii=False),
            )
            self.base.execute("INSERT INTO action VALUES (?, ?, ?, ?, ?, ?, ?, 1)", row)
        receipt = "FR-" + sha256(f"{action['id']}{action['sha256']}".encode()).hexdigest()[:16]
        why = self.held.get(action["kind"], "")
        return {**line, "state": "held" if why else "received", "receipt": receipt, "reason": why}

    def actions(self, told: dict[str, Any]) -> dict[str, Any]:
        with self.lock, self.base:
            return {"actions": [self.take(told["device"], one) for one in told["actions"]]}

    # Media, §3: the bytes are a file, its length is the offset.
    def announce(self, told: dict[str, Any]) -> dict[str, Any]:
        if why := self.unlisted.get(told["kind"]):
            return {"status": 422, "code": "records.kind", "reason": why, "remedy": "请改选记录事项"}
        with self.lock, self.base:
            known = self.base.execute("SELECT told FROM upload WHERE id = ?", (told["id"],)).fetchone()
            if known and json.loads(known[0]) != told:
                return {"status": 409, "reason": "同一编号已有别的内容"}
            row = (told["id"], json.dumps(told), told["size"], told["sha256"], "receiving")
            self.base.execute("INSERT OR IGNORE INTO upload VALUES (?, ?, ?, ?, ?)", row)
        return self.stands(told["id"])

    def stands(self, medium: str) -> dict[str, Any]:
        with self.lock:
            told = "SELECT size, sha256, state FROM upload WHERE id = ?"
            size, whole, state = self.base.execute(told, (medium,)).fetchone()
        file = self.folder / medium
        offset = file.stat().st_size if file.exists() else 0
        if offset == size and state == "receiving":  # killed between the last byte and the receipt
            os.truncate(file, offset - 1)
            offset -= 1
        done = state == "received"
        receipt = f"MR-{whole[:16]}" if done else ""
        return {"id": medium, "offset": offset, "state": state, "sha256": whole if done else "", "receipt": receipt}  # fmt: skip

    def piece(self, medium: str, offset: int, checksum: str, data: bytes) -> dict[str, Any]:
        there = self.stands(medium)
        if there["offset"] != offset:
            return {"status": 409, "offset": there["offset"], "reason": "位置不符"}
        if sha256(data).hexdigest() != checksum:
            return {"status": 422, "code": "records.piece", "reason": "这一块传坏了"}
        with (self.folder / medium).open("ab") as file:
            file.write(data)
        with self.lock, self.base:
            size, whole = self.base.execute(
                "SELECT size, sha256 FROM upload WHERE id = ?", (medium,)
            ).fetchone()
            if offset + len(data) == size:
                if sha256((self.folder / medium).read_bytes()).hexdigest() != whole:
                    (self.folder / medium).unlink()
                    return {"status": 422, "offset": 0, "reason": "整个文件的哈希不符"}
                self.base.execute("UPDATE upload SET state = 'received' WHERE id = ?", (medium,))
        return self.stands(medium)


class Handler(BaseHTTPRequestHandler):
    """HTTP around it; the desk hangs on the server."""

    protocol_version = "HTTP/1.1"

    @property
    def desk(self) -> Desk:
        return self.server.desk  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        if path.path == "/field/package/":
            self._answer(lambda: self.desk.down(path.query.partition("device=")[2]))
        else:
            self._shell(path.path)

    def do_POST(self) -> None:
        told = json.loads(self._body())
        self._answer(
            lambda: self.desk.actions(told) if self.path == "/field/actions/" else self.desk.announce(told)
        )

    def do_PATCH(self) -> None:
        medium, offset = self.path.split("/")[3], int(self.headers["Upload-Offset"])
        data, checksum = self._body(), self.headers["Upload-Checksum"].removeprefix("sha256 ")
        self._answer(lambda: self.desk.piece(medium, offset, checksum, data))

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, work: Callable[[], dict[str, Any]]) -> None:
        self.desk.said.append(f"{self.command} {self.path}")
        try:
            self.desk.call()
        except Cut:
            self.close_connection = True
            self.connection.close()
            return
        if not self.desk.signed_in:
            self._send(401, json.dumps({"reason": "登录已失效"}).encode(), "application/json")
        elif self.command != "GET" and self.headers.get("X-CSRFToken") != "token-1":
            self._send(
                403,
                json.dumps({"code": "http.stale_form", "reason": "页面已过期"}).encode(),
                "application/json",
            )
        else:
            told = work()
            self._send(told.pop("status", 200), json.dumps(told).encode(), "application/json")

    def _shell(self, path: str) -> None:
        from django.contrib.staticfiles import finders

        from mingqian.field import shell

        if path == "/field/":
            self._send(200, shell.page(demo=False).encode(), "text/html; charset=utf-8")
        elif path == "/field/sw.js":
            self._send(200, shell.worker(demo=False).encode(), "text/javascript")
        elif found := finders.find(path.removeprefix("/static/")):
            self._send(
                200, Path(found).read_bytes(), mimetypes.guess_type(path)[0] or "application/octet-stream"
            )
        else:
            self._send(404, b"", "text/plain")

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(data)


def serve(desk: Desk, port: int = 0) -> ThreadingHTTPServer:
    """Running; ``server_port`` says where."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.desk = desk  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def shell_folder() -> Path:
    """Where the phone's modules lie."""
    return Path(__file__).resolve().parents[2] / "src/mingqian/field/static/field"


def team(today: datetime) -> list[dict[str, Any]]:
    late, good = (
        (today - timedelta(days=3)).date().isoformat(),
        (today + timedelta(days=900)).date().isoformat(),
    )
    return [
        {"code": "P-01", "name": "林知远", "captain": True, "certificate": "35990001", "paper": "执法证", "valid_until": good},
        {"code": "P-02", "name": "周以宁", "captain": False, "certificate": "35990002", "paper": "执法证", "valid_until": good},
        {"code": "P-03", "name": "郑秋实", "captain": False, "certificate": "35990003", "paper": "执法证", "valid_until": late},
    ]  # fmt: skip


OUTCOMES = [
    {"code": "none", "name": "未发现问题", "problem": False, "checked": True},
    {"code": "corrected", "name": "当场改正", "problem": True, "checked": True},
    {"code": "rectify", "name": "限期改正", "problem": True, "checked": True},
]
SECTIONS = {"劳动合同": 6, "工资支付": 5, "社会保险": 5, "用工管理": 4}


def visit(number: int, name: str, credit: str, today: datetime) -> dict[str, Any]:
    """One visit of twenty points in four sections, merged from one item."""
    points = [
        {"key": f"{place + 1}.{one + 1}", "section": section, "text": f"{section}第{one + 1}项：台账齐全、与实际相符", "standard": "抽查近三个月的台账与凭证", "clause": f"劳动合同法第{10 + one}条"}
        for place, (section, count) in enumerate(SECTIONS.items())
        for one in range(count)
    ]  # fmt: skip
    code = f"LW-2026-R1-{number:04}-审-1"
    return {
        "code": code, "state": "planned", "planned_on": today.astimezone(CHINA).date().isoformat(), "recorder": None,
        "approval": {"number": f"LW-2026-R1-{number:04}-审", "approved_on": "2026-11-20"}, "notice": {"number": f"鹭人社检通〔2026〕{number}号", "announced": True},
        "subject": {"code": f"USCC:{credit}", "sign": credit, "name": name, "address": f"湖滨区软件园二期 {number} 号", "summary": "在岗 48 人，近三年无处罚"},
        "team": team(today),
        "tasks": [{"code": f"LW-2026-R1-{number:04}", "item": "对用人单位遵守劳动用工法律法规的检查", "method": "on_site", "state": "waiting", "outcomes": OUTCOMES, "checklist": points}],
        "numbers": {"record": f"鹭人社检笔〔2026〕{number}号"}, "done": [],
    }  # fmt: skip


PROMPTS = (
    "我们是执法检查人员，这是执法证件，请您核对。", "今天依法进行劳动保障检查，请您配合。",
    "您有权陈述、申辩、申请回避，应当如实提供材料。", "您有没有需要补充说明的事项，或者意见、建议？",
)  # fmt: skip


def package(today: datetime) -> dict[str, Any]:
    """What P-01 takes along today: two firms of the fictional 鹭湾市."""
    first, second = "91359901MA2XY0T43", "91359901MA2XY1T27"
    return {
        "person": {"code": "P-01", "name": "林知远", "certificates": [{"number": "35990001", "paper": "执法证", "valid_until": team(today)[0]["valid_until"]}]},
        "visits": [visit(12, "鹭湾众合人力资源有限公司", checked(first), today), visit(88, "海岭区启明职业培训学校", checked(second), today)],
        "texts": {
            "rights": {"version": "2026-1", "text": "您有权要求检查人员出示证件。\n您有权申请回避、陈述申辩、拒绝无关的要求。\n您有如实提供材料的义务。"},
            "prompts": [{"key": f"p{place}", "text": text, "clause": "鄂州 二(三)2", "last": place == len(PROMPTS)} for place, text in enumerate(PROMPTS, 1)],
            "refusal": "当事人可以拒绝签字；拒绝的，由检查人员注明原因，请见证人到场。",
        },
        "kinds": [
            {"stage": "arrival", "kind": "identity", "label": "出示证件", "must": True, "media": ["photo", "audio", "video"]},
            {"stage": "onsite", "kind": "scene", "label": "现场状况", "must": False, "media": ["photo", "video"]},
            {"stage": "evidence", "kind": "document", "label": "书证", "must": False, "media": ["photo", "text"]},
            {"stage": "closing", "kind": "paper", "label": "检查笔录", "must": False, "media": ["photo", "text"]},
        ],
        "limits": {"chunk": 1048576, "media": 2147483648},
    }  # fmt: skip


def checked(first: str) -> str:
    """A credit code with its check character."""
    return first + identifiers.uscc_check(first)


def sign(credit: str) -> str:
    """The sign at a firm's door."""
    return scancode.text(credit, "23456789")


def now() -> datetime:
    """The real moment: the phone's browser shows it too."""
    return datetime.now(UTC)  # noqa: TID251


def free_port() -> int:
    """Free a moment ago; the same one after every kill."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def light() -> None:
    """Django with nothing but the shell's template and files: a killed desk is back within a second."""
    import django
    from django.conf import settings

    rooms = [shell_folder().parents[2] / room for room in ("field", "ui", "publicity")]
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles"], STATIC_URL="/static/", STATICFILES_DIRS=[one / "static" for one in rooms],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [rooms[0] / "templates"]}],
    )  # fmt: skip
    django.setup()
