"""Pieces of media that are still arriving: one file each, whose length is how far it is.

The file is the truth. A piece is checked before it is written, so whatever a killed server left is a good
beginning; only the end, the hash of the whole, decides. No database row moves while bytes arrive.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from mingqian.core.decision import Refused, denied
from mingqian.records import vault
from mingqian.ui import private_files, room

SPARE = 64 * 1024 * 1024
"""Bytes that stay free on the disk for the database and the journal."""


def no_room(why: str) -> Refused:
    """The disk is full: 507."""
    return Refused(
        denied(
            "records.no_room", f"服务器存储空间不足，{why}", "", "内容仍在手机上，请系统管理员腾出空间后重传"
        )
    )


def demand_room(size: int) -> None:
    """Is there room for this many bytes more, and some to spare?"""
    place = private_files.folder(vault.incoming())
    found = os.statvfs(place)
    if found.f_bavail * found.f_frsize < size + SPARE:
        raise no_room(f"放不下 {max(size // 1048576, 1)} MB")


def place_of(upload: UUID) -> Path:
    """Where its pieces lie."""
    return vault.incoming() / f"{upload}.part"


def length(upload: UUID) -> int:
    """How many bytes are here."""
    try:
        return place_of(upload).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def held(upload: UUID) -> Iterator[None]:
    """Nobody else adds to it meanwhile. The kernel lets go with the process, however that ends."""
    private_files.folder(vault.incoming())
    handle = os.open(place_of(upload).with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Refused(
            denied("records.busy", "这份记录正从另一处上传", "", "请稍后再问进度，接着传")
        ) from None
    try:
        yield
    finally:
        os.close(handle)


def add(upload: UUID, offset: int, chunk: bytes) -> int:
    """Write a checked piece where it belongs; how many bytes are here now. A full disk takes back what it took."""
    try:
        handle = os.open(place_of(upload), os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb", buffering=0) as file:
            file.truncate(offset)
            file.seek(offset)
            _write(file.fileno(), chunk)
    except OSError as error:
        if not room.full(error):
            raise
        _cut(upload, offset)
        raise no_room("这一段没有存下") from error
    return offset + len(chunk)


def _write(handle: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(handle, left) :]


def _cut(upload: UUID, offset: int) -> None:
    try:
        os.truncate(place_of(upload), offset)
    except FileNotFoundError:
        return


def head(upload: UUID, count: int) -> bytes:
    """Its first bytes."""
    try:
        with place_of(upload).open("rb") as file:
            return file.read(count)
    except FileNotFoundError:
        return b""


def drop(upload: UUID) -> None:
    """Take away its pieces."""
    place_of(upload).unlink(missing_ok=True)
    place_of(upload).with_suffix(".lock").unlink(missing_ok=True)


def forget_lock(piece: Path) -> None:
    """The lock of pieces that are gone."""
    piece.with_suffix(".lock").unlink(missing_ok=True)


def forget_locks() -> None:
    """Locks beside which no piece lies: a kill fell between the two. One that is held stays."""
    for lock in sorted(vault.incoming().glob("*.lock")):
        if lock.with_suffix(".part").exists():
            continue
        try:
            with held(UUID(lock.stem)):
                if not lock.with_suffix(".part").exists():
                    lock.unlink(missing_ok=True)
        except (Refused, ValueError):
            continue
