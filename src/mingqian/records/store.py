"""What a store of contents is: bytes under their own SHA-256. Disk and S3 are two of one interface."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from mingqian.core.decision import Refused, denied

BLOCK = 1 << 20
CHANGED = "石嘴山 8(2)：音像记录存储须可回溯、防删改"


class Store(Protocol):
    """Contents by digest. What is put once is never changed; only a decided destruction takes it away."""

    def put(self, source: Path, digest: str) -> None:
        """Keep the file's content; one that is there already is left alone. ``source`` stays."""

    def size(self, digest: str) -> int | None:
        """Its length; None: not there."""

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end``, block by block."""

    def digests(self) -> Iterator[str]:
        """Everything that lies there, in order."""

    def delete(self, digest: str) -> None:
        """After a destruction that two people decided."""


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in a stream."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_in(store: Store, digest: str) -> str:
    """The same of what lies in a store."""
    found = hashlib.sha256()
    for block in store.read(digest):
        found.update(block)
    return found.hexdigest()


def faults(store: Store, digest: str, size: int) -> str:
    """What is wrong with this content, in words; empty when nothing is."""
    there = store.size(digest)
    if there is None:
        return "缺失"
    if there != size:
        return f"长度不符：登记 {size} 字节，实有 {there} 字节"
    return "" if digest_in(store, digest) == digest else "内容已被改动"


def blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """As an answer sends it; what is missing meanwhile becomes a refusal, no fault of the page."""
    try:
        yield from parts
    except OSError as lost:
        raise Refused(
            denied("records.changed", "这份记录的内容缺失或读不出来", CHANGED, "请报告系统管理员，从备份恢复")
        ) from lost
