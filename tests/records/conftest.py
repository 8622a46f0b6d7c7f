"""A vault of its own, a thing to keep records of, and a phone that sends."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

PNG = b"\x89PNG\r\n\x1a\n"
MP4 = b"\x00\x00\x00\x18ftypisom"
WEBM = b"\x1aE\xdf\xa3"
KEY = "JC-2026-001-1"
VISIT = f"visit:{KEY}"
FOREIGN = "visit:JC-2026-002-1"


def photo(words: bytes = b"", size: int = 3000) -> bytes:
    """Bytes that begin as a photograph."""
    return (PNG + words).ljust(size, b"p")


def film(words: bytes = b"", size: int = 3000) -> bytes:
    """Bytes that begin as a film."""
    return (MP4 + words).ljust(size, b"f")


def things(cast: Any) -> list[Any]:
    """One visit of the inspection body's; its inspector adds, its unit and the legal office see."""
    from mingqian.accounts.enums import Role
    from mingqian.accounts.selectors import units
    from mingqian.core.decision import allowed, denied
    from mingqian.records.types import Described, Things

    home = units(cast.inspection_body_head).get(code="JCZD")

    def may_add(by: Any, key: str) -> Any:
        mine = by.code in (cast.inspector.code, cast.inspection_body.code) and key == KEY
        return (
            allowed()
            if mine
            else denied("visits.not_your_team", f"{by.name}不在这次入企的检查组", "厦门 三(五)6(2)")
        )

    def may_see(by: Any, key: str) -> Any:
        if by.code == cast.inspector.code or (by.covers(home.path) and not by.has(Role.REVIEWER)):
            return allowed()
        return denied("visits.not_yours", f"{by.name}不能查看这次入企", "厦门 三(五)6(2)")

    def describe(key: str) -> Any:
        if key not in (KEY, FOREIGN.partition(":")[2]):
            return None
        return Described(
            key, f"{key} 鹭湾海景酒店", "2026年1月5日", home.pk, home.path, "", "91359900MA0000001X"
        )

    def under_way(by: Any, on: Any) -> list[Any]:
        return [describe(KEY)] if may_see(by, KEY).ok else []

    return [Things("visit", "入企检查", may_add, may_see, describe, under_way)]


@pytest.fixture
def vault(cast: Any, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The bureau's home, its cast, and visits as things."""
    from mingqian.records import known
    from mingqian.records import services as records

    before = dict(known.TABLE)
    settings.HOME = tmp_path
    records.things.connect(things(cast))
    yield tmp_path
    known.TABLE.clear()
    known.TABLE.update(before)


@dataclass
class Phone:
    """Speaks the wire as the field app does."""

    client: Client
    now: datetime
    chunk: int = 1000
    device: UUID = field(default_factory=uuid4)

    def note(self, content: bytes, **changes: Any) -> dict[str, Any]:
        given: dict[str, Any] = {
            "id": str(uuid4()), "thing": VISIT, "stage": "onsite", "kind": "scene", "name": "现场.png",
            "type": "image/png", "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
            "captured_at": (self.now - timedelta(minutes=5)).isoformat(), "device": str(self.device), "series": None,
        }  # fmt: skip
        return given | changes

    def announce(self, note: Any) -> Any:
        return self.client.post("/records/uploads/", json.dumps(note), content_type="application/json")

    def ask(self, media: str) -> Any:
        return self.client.head(f"/records/uploads/{media}/")

    def piece(self, media: str, offset: int, chunk: bytes, checksum: str = "") -> Any:
        checksum = checksum or hashlib.sha256(chunk).hexdigest()
        headers = {"Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {checksum}"}
        return self.client.patch(
            f"/records/uploads/{media}/", chunk, "application/octet-stream", headers=headers
        )

    def send(self, content: bytes, **changes: Any) -> Any:
        """The whole of it; the last answer."""
        note = self.note(content, **changes)
        answer = self.announce(note)
        offset = answer.json().get("offset", 0)
        while answer.status_code < 300 and answer.json()["state"] == "receiving":
            answer = self.piece(note["id"], offset, content[offset : offset + self.chunk])
            offset = answer.json().get("offset", 0)
        return answer


@pytest.fixture
def phone(vault: Path, cast: Any) -> Iterator[Phone]:
    """The inspector's."""
    from tests.web import lived, signed_in

    with lived(cast.now):
        yield Phone(signed_in(cast.inspector, now=cast.now), cast.now)
