"""Photographs on disk, addressed by digest: written once, never changed, checked when read."""

from pathlib import Path

from django.conf import settings

from mingqian.core.canonical import Suite, hex_digest
from mingqian.core.decision import Refused, denied
from mingqian.draw import rollfiles

MOST = 12 * 1024 * 1024
"""Bytes: a large photograph of a telephone is half of it."""

KINDS = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def kind_of(data: bytes) -> str:
    """What the content says it is, whatever its name: jpeg, png, webp, or nothing we keep."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def folder() -> Path:
    """``MINGQIAN_HOME/photos``, made when needed."""
    place = Path(settings.HOME) / "photos"
    place.mkdir(parents=True, exist_ok=True)
    return place


def keep(suite: Suite, data: bytes) -> str:
    """Store a photograph and answer its digest; one that is there already is the same photograph."""
    digest = hex_digest(suite, data)
    rollfiles.write_once(folder() / digest, data)
    return digest


def read(suite: Suite, digest: str) -> bytes:
    """The photograph of this digest; refused when it is missing or was changed on disk."""
    target = folder() / digest
    data = target.read_bytes() if target.exists() else b""
    if hex_digest(suite, data) != digest:
        raise Refused(
            denied(
                "draw.photo_changed",
                f"骰子照片 {digest[:8]} 缺失或已被改动",
                "sxsj1 §10：media 事件记有照片摘要",
                "请从备份恢复，并报告审计管理员",
            )
        )
    return data
