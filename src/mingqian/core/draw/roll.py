"""A whole roll: its header, its file, its counts, and the change from the roll before (section 2).

What belongs here: what is true of all rows together. Single rows stand in rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from mingqian.core import merkle
from mingqian.core.canonical import Document, Suite, hex_digest, jcs, new
from mingqian.core.draw import grammar as g
from mingqian.core.draw import rows as lines
from mingqian.core.draw.documents import document

LETTERS = ("E", "F", "X", "S")
BLOCK = 1 << 16  # some 470 rows: what a loop makes of them stays in the processor's cache


def file_bytes(rows: Iterable[bytes]) -> bytes:
    """The roll file: a line feed after every row."""
    return b"".join(row + b"\n" for row in rows)


def file_digest(suite: Suite, rows: Iterable[bytes]) -> str:
    """hex H(file), streamed."""
    state = new(suite)
    for block in blocks(row + b"\n" for row in rows):
        state.update(block)
    return state.hexdigest()


def blocks(data: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of a roll file which end with a row's end, large enough that Python's loop costs little."""
    pieces = (data[at : at + BLOCK] for at in range(0, len(data), BLOCK)) if isinstance(data, bytes) else data
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= BLOCK:
            block = b"".join(held)
            end = block.rfind(b"\n") + 1
            held, size = [block[end:]], len(block) - end
            if end:
                yield block[:end]
    if size:
        yield b"".join(held)


def counts(rows: Iterable[bytes]) -> list[Document]:
    """Completeness counts: rows per stratum and letter, ascending by stratum."""
    return counts_of(Counter(row[lines.MIDDLE] for row in rows))


def counts_of(middles: Mapping[bytes, int]) -> list[Document]:
    """Counts from the multiset of ``stratum|status|weight``."""
    table: dict[str, dict[str, int]] = {}
    for middle, count in middles.items():
        stratum, status, _ = middle.decode("ascii").split("|")
        row = table.setdefault(stratum, dict.fromkeys(LETTERS, 0))
        row[status[0]] += count
    return [{"stratum": stratum, **table[stratum]} for stratum in sorted(table)]


def status_codes(middles: Iterable[bytes]) -> list[str]:
    """Every status other than E which occurs, ascending."""
    found = {middle.decode("ascii").split("|")[1] for middle in middles}
    return sorted(found - {"E"})


def header(
    suite: Suite,
    rows: Sequence[bytes],
    *,
    kind: str,
    list_id: str,
    snapshot_at: str,
    source: str,
    ids: Sequence[str],
    texts: Mapping[str, str],
    key: str | None = None,
    prev: Document | None = None,
) -> Document:
    """The roll document over sorted rows; ``texts`` explains every status code that occurs.

    ``roll_hash`` is J of it. Headers are published before the plan, files with the result.
    """
    return header_of(
        suite, size=len(rows), root=merkle.root(suite, rows).hex(),
        middles=Counter(row[lines.MIDDLE] for row in rows),
        kind=kind, list_id=list_id, snapshot_at=snapshot_at, source=source, ids=ids, texts=texts, key=key,
        prev=prev,
    )  # fmt: skip


def header_of(
    suite: Suite,
    *,
    size: int,
    root: str,
    middles: Mapping[bytes, int],
    kind: str,
    list_id: str,
    snapshot_at: str,
    source: str,
    ids: Sequence[str],
    texts: Mapping[str, str],
    key: str | None = None,
    prev: Document | None = None,
) -> Document:
    """The same for rolls too long to hold: from their number of rows, their root and their middles."""
    missing = [code for code in status_codes(middles) if code not in texts]
    if missing:
        raise lines.RowError(f"状态代码缺少说明：{'、'.join(missing)}")
    return document(
        "roll",
        kind=kind,
        suite=str(suite),
        list_id=list_id,
        snapshot_at=snapshot_at,
        source=source,
        mode="open" if key is None else "sealed",
        ids=list(ids),
        n=size,
        root=root,
        key_commit=None if key is None else lines.key_commit(suite, key),
        counts=counts_of(middles),
        codes=[{"code": code, "text": texts[code]} for code in status_codes(middles)],
        prev=prev,
    )


def roll_hash(suite: Suite, roll: Document) -> str:
    """J(header)."""
    return hex_digest(suite, jcs(roll))


def inspector_faults(entries: Iterable[lines.Entry]) -> list[str]:
    """What forbids an inspector roll: it is open, weighs all alike, and knows E, X:NA and X:AP only."""
    faults: list[str] = []
    for entry in entries:
        if entry.weight != 1:
            faults.append(f"{entry.identity}：检查人员名录的权重一律为 1")
        if entry.status not in ("E", g.INSPECTOR_ABSENT, g.INSPECTOR_APPOINTED):
            faults.append(f"{entry.identity}：检查人员只能是 E、X:NA（缺席）或 X:AP（指定）")
        faults += [f"{entry.identity}：{fault}" for fault in inspector_record_faults(entry.record)]
    return faults


def inspector_record_faults(record: Mapping[str, object]) -> list[str]:
    """Records of inspectors hold ``captain`` (boolean) and ``quals`` (codes)."""
    faults: list[str] = []
    if not isinstance(record.get("captain"), bool):
        faults.append("记录缺少 captain（能否任组长）")
    quals = record.get("quals")
    if not isinstance(quals, list) or not all(isinstance(code, str) and g.is_code(code) for code in quals):
        faults.append("记录缺少 quals（资格代码数组）")
    return faults


def delta(roll_before: str, added: int, gone: Iterable[str], reasons: Mapping[str, str]) -> Document:
    """``prev`` (§10): how many ids were added, and how many left for which reason code."""
    left = list(gone)
    missing = sorted(identity for identity in left if identity not in reasons)
    if missing:
        raise lines.RowError(f"移出名录的标识缺少原因代码：{'、'.join(missing[:5])}")
    tally = Counter(reasons[identity] for identity in left)
    return {
        "roll": roll_before,
        "added": added,
        "removed": [{"code": code, "count": tally[code]} for code in sorted(tally)],
    }


def successor(rows: Iterable[bytes], *, selected: Iterable[str], errors: Iterable[str] = ()) -> list[bytes]:
    """The roll of the next attempt: who was selected stays, as F:RD; rows in ``errors`` stay out of it.

    "who was selected stays: in the new roll E becomes F:RD, F stays". The erroneous rows are left
    as they are; the caller corrects or drops them.
    """
    keep = {tag.encode("ascii") for tag in selected} - {tag.encode("ascii") for tag in errors}
    return [_redrawn(row) if row[lines.TAG] in keep else row for row in rows]


def _redrawn(row: bytes) -> bytes:
    stratum, status, _ = row[lines.MIDDLE].split(b"|")
    if status != b"E":
        return row
    return b"|".join([row[lines.TAG], stratum, g.REDRAWN.encode("ascii"), b"1", row[lines.REC]])


def rows_of(data: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """Rows of a roll file, without line feeds."""
    return chain.from_iterable(block.splitlines() for block in blocks(data))
