"""Roll files on disk, addressed by digest: written once, never changed, checked when read."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from mingqian.core.canonical import Suite, hex_digest, new
from mingqian.core.decision import Decision, Refused, allowed, demand, denied
from mingqian.core.draw import roll

PIECE = 1 << 20


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
    """The bytes of the file of this digest; refused when it is missing or was changed on disk."""
    data = _there(digest).read_bytes()
    demand(_unchanged(digest, hex_digest(suite, data)))
    return data


def sound(suite: Suite, digest: str) -> Path:
    """The file itself, checked in the same way but never held: a list of millions is a gigabyte."""
    place, state = _there(digest), new(suite)
    with place.open("rb") as stream:
        while piece := stream.read(PIECE):
            state.update(piece)
    demand(_unchanged(digest, state.hexdigest()))
    return place


def _there(digest: str) -> Path:
    target = folder() / digest
    if target.exists():
        return target
    told = f"名录文件 {digest[:8]} 不在存储目录中"
    raise Refused(denied("draw.roll_missing", told, "sxsj1 §2", "请从备份恢复该文件"))


def _unchanged(digest: str, found: str) -> Decision:
    if found == digest:
        return allowed()
    return denied(
        "draw.roll_changed",
        f"名录文件 {digest[:8]} 的内容与冻结时不一致",
        "sxsj1 §2",
        "文件已被改动：请保全现场，从备份恢复，并报告审计管理员",
    )
