"""Roll files on disk, addressed by digest: written once, never changed, checked when read."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from mingqian.core.canonical import Suite, hex_digest
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import roll


def folder() -> Path:
    """``MINGQIAN_HOME/rolls``, made when needed."""
    place = Path(settings.HOME) / "rolls"
    place.mkdir(parents=True, exist_ok=True)
    return place


def keep(suite: Suite, lines: Sequence[bytes]) -> str:
    """Write the rows and answer the file's digest. A file that exists already is the same file."""
    digest = roll.file_digest(suite, lines)
    write_once(folder() / digest, roll.file_bytes(lines))
    return digest


def write_once(target: Path, data: bytes) -> None:
    """Written beside and renamed: a process killed half-way leaves no half file under a true name."""
    if target.exists():
        return
    draft = target.with_suffix(f".{os.getpid()}.part")
    with draft.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(target)


def read(suite: Suite, digest: str) -> bytes:
    """The file of this digest; refused when it is missing or was changed on disk."""
    target = folder() / digest
    if not target.exists():
        raise Refused(
            denied(
                "draw.roll_missing", f"名录文件 {digest[:8]} 不在存储目录中", "sxsj1 §2", "请从备份恢复该文件"
            )
        )
    data = target.read_bytes()
    if hex_digest(suite, data) != digest:
        raise Refused(
            denied(
                "draw.roll_changed",
                f"名录文件 {digest[:8]} 的内容与冻结时不一致",
                "sxsj1 §2",
                "文件已被改动：请保全现场，从备份恢复，并报告审计管理员",
            )
        )
    return data
