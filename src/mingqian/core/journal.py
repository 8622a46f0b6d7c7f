"""Two chains: the bureau's internal audit journal, and the public log of events with its checkpoints.

What belongs here: how entries are bound to each other. Storing them is the audit room's business;
signatures on checkpoints are made and checked where keys are.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingqian.core import merkle
from mingqian.core.canonical import CanonicalError, Suite, document_hash, hex_digest, jcs

GENESIS = "0" * 64
SIGNATURE = re.compile(r"\u2014 [^ +]+ [0-9A-Za-z+/]+={0,2}")  # C2SP signed note
DOMAIN = b"mingqian-journal-1\n"  # no preimage of the draw protocol begins like this


@dataclass(frozen=True, slots=True)
class Link:
    """One stored entry of the audit journal: what it says and what it claims."""

    seq: int
    previous: str
    entry: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    seq: int
    reason: str

    def __str__(self) -> str:
        return f"第 {self.seq} 条：{self.reason}"


def entry_hash(suite: Suite, previous: str, entry: Mapping[str, Any]) -> str:
    """The entry's hash binds its whole content and the hash before it."""
    lines = f"{previous}\n{document_hash(suite, dict(entry))}\n"
    return hex_digest(suite, DOMAIN + lines.encode("ascii"))


def first_break(
    suite: Suite, entries: Iterable[Link], *, previous: str = GENESIS, seq: int = 1
) -> Break | None:
    """The first broken entry, or None; entries are expected in order, from ``seq`` without gaps."""
    for link in entries:
        if link.seq != seq:
            return Break(seq, f"缺少这一条，下一条的序号是 {link.seq}")
        if link.previous != previous:
            return Break(seq, "所记的前一条哈希与前一条不符")
        try:
            expected = entry_hash(suite, previous, link.entry)
        except CanonicalError as error:
            return Break(seq, f"内容不合规范：{error}")
        if link.hash != expected:
            return Break(seq, "内容与它的哈希不符（内容或哈希被改动）")
        previous, seq = link.hash, seq + 1
    return None


def leaf(event: Mapping[str, Any]) -> bytes:
    """Leaf data of the public log: JCS(event); the tree hashes it behind a 00 byte."""
    return jcs(dict(event))


def leaf_hash(suite: Suite, event: Mapping[str, Any]) -> bytes:
    """H(00 ‖ JCS(event))."""
    return merkle.leaf_hash(suite, leaf(event))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The body of a C2SP signed note: origin, size and root of the log."""

    origin: str
    size: int
    root: bytes

    def lines(self) -> list[str]:
        """Origin, size and base64 root; signatures follow after an empty line."""
        return [self.origin, str(self.size), base64.b64encode(self.root).decode("ascii")]


class CheckpointError(ValueError):
    """The lines are not a checkpoint; the message says why."""


def read_checkpoint(lines: Sequence[str]) -> Checkpoint:
    """Parse the three body lines; after an empty line come signatures, checked for their form only."""
    body = list(lines[: lines.index("")] if "" in lines else lines)
    if not all(SIGNATURE.fullmatch(line) for line in signatures(lines)):
        raise CheckpointError("检查点空行之后只能是签名行（— 名称 base64）")
    if len(body) != 3:
        raise CheckpointError(f"检查点应有三行（来源、大小、树根），现有 {len(body)} 行")
    origin, size, encoded = body
    if not size.isascii() or not size.isdigit() or (size != "0" and size.startswith("0")):
        raise CheckpointError("检查点的大小应为十进制整数，不带前导零")
    if len(size) > 18:
        raise CheckpointError("检查点的大小超出范围")
    try:
        value = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise CheckpointError("检查点的树根应为 base64") from None
    if len(value) != merkle.HASH_SIZE or base64.b64encode(value).decode("ascii") != encoded:
        raise CheckpointError("检查点的树根应为 32 字节的规范 base64")
    return Checkpoint(origin, int(size), value)


def signatures(lines: Sequence[str]) -> list[str]:
    """Signature lines of a checkpoint, unchecked."""
    return list(lines[lines.index("") + 1 :]) if "" in lines else []
