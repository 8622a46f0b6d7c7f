"""Rows of a roll: salt, tag, rec and the line ``tag|stratum|status|weight|rec``.

What belongs here: one subject at a time, and the fast making of very many (section 2 of ``sxsj1``).
"""

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from mingqian.core.canonical import (
    CanonicalError,
    Suite,
    document_hash,
    is_normalised,
    jcs_text,
    new,
    text_hash,
)
from mingqian.core.draw import grammar as g
from mingqian.core.records import jcs_many

CHUNK = 512  # entries whose grammar is checked at once
TAG = slice(0, 64)
MIDDLE = slice(65, -65)  # stratum|status|weight: tag and rec have a fixed width
REC = slice(-64, None)


class RowError(ValueError):
    """A row or an entry which no roll may hold; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the organiser knows of one subject: the row is computed from it."""

    identity: str
    record: dict[str, Any]
    stratum: str
    status: str = "E"
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One published line of a roll."""

    tag: str
    stratum: str
    status: str
    weight: int
    rec: str

    @property
    def letter(self) -> str:
        """E, F, X or S."""
        return self.status[0]

    def line(self) -> bytes:
        """The ASCII bytes which are a leaf of the roll's tree."""
        return f"{self.tag}|{self.stratum}|{self.status}|{self.weight}|{self.rec}".encode("ascii")


def salt_of(suite: Suite, identity: str, key: str | None) -> str:
    """salt(id) = T("salt", K, id, K); an open roll (no key) has the empty salt."""
    return "" if key is None else text_hash(suite, "salt", key, identity, key)


def tag_of(suite: Suite, identity: str, salt: str) -> str:
    """tag(id) = T("tag", id, salt)."""
    return text_hash(suite, "tag", identity, salt)


def rec_of(suite: Suite, identity: str, salt: str, record: Mapping[str, Any]) -> str:
    """rec(id) = T("rec", id, salt, J(record))."""
    return text_hash(suite, "rec", identity, salt, document_hash(suite, dict(record)))


def key_commit(suite: Suite, key: str) -> str:
    """T("key", K): binds the roll's or the conflicts' key before it is used."""
    if not g.is_hash(key):
        raise RowError("密钥必须是 64 位小写十六进制（32 个随机字节）")
    return text_hash(suite, "key", key)


def parse(line: bytes) -> Row:
    """Read one row without its line feed; refuses what the grammar excludes."""
    try:
        parts = line.decode("ascii").split("|")
    except UnicodeDecodeError:
        raise RowError("行中含非 ASCII 字符") from None
    if len(parts) != 5:
        raise RowError(f"应有五栏（四个竖线），现有 {len(parts)} 栏")
    tag, stratum, status, weight, rec = parts
    if not g.is_hash(tag) or not g.is_hash(rec):
        raise RowError("首栏与末栏应为 64 位小写十六进制")
    fault = _middle_fault(stratum, status, weight)
    if fault:
        raise RowError(fault)
    return Row(tag, stratum, status, int(weight), rec)


def middle_fault(middle: bytes) -> str | None:
    """What is wrong with ``stratum|status|weight``, or None; rolls hold few distinct ones."""
    try:
        parts = middle.decode("ascii").split("|")
    except UnicodeDecodeError:
        return "行中含非 ASCII 字符"
    if len(parts) != 3:
        return f"应有五栏（四个竖线），现有 {len(parts) + 2} 栏"
    return _middle_fault(*parts)


def _middle_fault(stratum: str, status: str, weight: str) -> str | None:
    if not g.is_word(stratum):
        return f"层名不合规：{stratum!r}"
    if not g.is_status(status):
        return f"状态不合规：{status!r}"
    if not g.is_weight(weight):
        return f"权重应为 1 至 999：{weight!r}"
    if status != "E" and weight != "1":
        return f"状态 {status} 的权重必须是 1，现为 {weight}"
    return None


def build(suite: Suite, entries: Iterable[Entry], *, key: str | None = None) -> list[bytes]:
    """The lines of a roll, ascending by tag, without line feeds.

    Raises RowError on the first entry outside the grammar and on an id that occurs twice.
    """
    shelves: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for piece in _pieces(suite, entries, key):
        for line in piece:
            shelves[line[:2]].append(line)  # sorted shelf by shelf, each fits the processor's cache
    lines: list[bytes] = []
    for _, shelf in sorted(shelves.items()):
        shelf.sort()
        tags = [line[TAG] for line in shelf]
        if any(map(operator.eq, tags, tags[1:])):
            twice = next(tag for tag, other in pairwise(tags) if tag == other)
            raise RowError(f"同一标识出现两次（标签 {twice[:8].decode()}）")
        lines += shelf
    return lines


def lines_of(suite: Suite, entries: Iterable[Entry], *, key: str | None = None) -> Iterator[bytes]:
    """Lines in the order of the entries, for callers whose database does the sorting."""
    for piece in _pieces(suite, entries, key):
        yield from piece


def _pieces(suite: Suite, entries: Iterable[Entry], key: str | None) -> Iterator[list[bytes]]:
    """The lines of so many entries at once.

    All hash states are copies of one that has taken the common beginning: quicker than a new one each time.
    """
    if key is not None and not g.is_hash(key):
        raise RowError("密钥必须是 64 位小写十六进制（32 个随机字节）")
    fresh, start_tag, start_rec = (new(suite, start).copy for start in (b"", b"sxsj1:tag\n", b"sxsj1:rec\n"))
    middles: dict[tuple[str, str, int], str] = {}
    stream = iter(entries)
    while chunk := list(islice(stream, CHUNK)):
        names = _names(chunk)
        columns = zip(
            names, _salts(suite, names, key), _records(chunk), _middles(chunk, middles), strict=True
        )
        lines = []
        for (
            name,
            salt,
            record,
            middle,
        ) in columns:  # the hot loop of building: with the salt four hashes a row
            head = f"{name}\n{salt}\n"
            tag, inner, rec = start_tag(), fresh(), start_rec()
            tag.update(head.encode())
            inner.update(record.encode())
            rec.update(f"{head}{inner.hexdigest()}\n".encode())
            lines.append(f"{tag.hexdigest()}{middle}{rec.hexdigest()}".encode())
        yield lines


def _names(chunk: list[Entry]) -> list[str]:
    names = [entry.identity for entry in chunk]
    if not g.are_identities(names):
        odd = next(name for name in names if not g.is_identity(name))
        raise RowError(f"标识不合规：{odd!r}（方案:号码，大写）")
    return names


def _salts(suite: Suite, names: list[str], key: str | None) -> list[str]:
    if key is None:
        return [""] * len(names)
    salted, closing, found = new(suite, f"sxsj1:salt\n{key}\n".encode()).copy, f"\n{key}\n", []
    for name in names:
        slip = salted()
        slip.update(f"{name}{closing}".encode())
        found.append(slip.hexdigest())
    return found


def _records(chunk: list[Entry]) -> list[str]:
    """Canonical records of a chunk; the fault of one is named with its id."""
    try:
        texts = jcs_many([entry.record for entry in chunk])
    except CanonicalError:
        for entry in chunk:
            try:
                jcs_text(entry.record)
            except CanonicalError as error:
                raise RowError(f"{entry.identity}：{error}") from None
        raise
    if not is_normalised("".join(texts)):
        odd = next(entry for entry, text in zip(chunk, texts, strict=True) if not is_normalised(text))
        raise RowError(f"{odd.identity}：记录中的文字不是 NFC 形式，请先用 canonical.normalised 处理")
    return texts


def _middles(chunk: list[Entry], known: dict[tuple[str, str, int], str]) -> list[str]:
    """``|stratum|status|weight|`` of each; a roll has few distinct ones, so each is made and proved once."""
    marks = [(entry.stratum, entry.status, entry.weight) for entry in chunk]
    try:
        return list(map(known.__getitem__, marks))
    except KeyError:
        for entry, mark in zip(chunk, marks, strict=True):
            if mark not in known:
                known[mark] = _middle(entry.identity, *mark)
        return [known[mark] for mark in marks]


def _middle(identity: str, stratum: str, status: str, weight: int) -> str:
    fault = _middle_fault(stratum, status, str(weight))
    if fault:
        raise RowError(f"{identity}：{fault}")
    return f"|{stratum}|{status}|{weight}|"
