"""One pass over a roll file: rows, their order, counts, root and digest (V1–V4).

What belongs here: what the bytes of a roll say by themselves, without plan or seed.
"""

import operator
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from mingqian.core import merkle
from mingqian.core.canonical import Document, Suite, new
from mingqian.core.draw import rows
from mingqian.core.draw.grammar import INSPECTOR_ABSENT, INSPECTOR_APPOINTED, PEOPLE
from mingqian.core.draw.roll import LETTERS, blocks, counts_of, status_codes
from mingqian.core.draw.verify.report import SHOWN

ROWS = re.compile(rb"(?:[0-9a-f]{64}\|[^|\n]+\|[^|\n]+\|[^|\n]+\|[0-9a-f]{64}\n)+")


@dataclass(slots=True)
class Scan:
    """What one roll file turned out to hold."""

    count: int = 0
    root: str = ""
    digest: str = ""
    middles: Counter[bytes] = field(default_factory=Counter)
    row_faults: list[str] = field(default_factory=list)
    order_faults: list[str] = field(default_factory=list)
    found: dict[str, rows.Row] = field(default_factory=dict)


def scan(suite: Suite, data: bytes, *, kind: str, wanted: Set[bytes]) -> Scan:
    """Read a roll file once; rows whose tags are ``wanted`` (all of an inspector roll) are kept."""
    seen = Scan()
    state = new(suite)

    def leaves() -> Iterator[bytes]:
        last = b""
        for block in blocks(data):
            state.update(block)
            lines = block.removesuffix(b"\n").split(b"\n")  # splitlines would also split at CR
            _read(seen, block, lines, last, kind, wanted)
            last = lines[-1][rows.TAG] if lines else last
            yield from lines

    seen.root = merkle.root(suite, leaves()).hex()
    seen.digest = state.hexdigest()
    if data and not data.endswith(b"\n"):
        seen.row_faults.append("最后一行缺少换行符")
    return seen


def _read(seen: Scan, block: bytes, lines: list[bytes], last: bytes, kind: str, wanted: Set[bytes]) -> None:
    before = seen.count
    seen.count += len(lines)
    middles = Counter(line[rows.MIDDLE] for line in lines)
    fresh = [middle for middle in middles if middle not in seen.middles]
    seen.middles.update(middles)
    sound = ROWS.fullmatch(block) is not None and all(rows.middle_fault(one) is None for one in fresh)
    if kind in PEOPLE:
        sound = sound and all(inspector_fault(one) is None for one in fresh)
    if not sound:
        seen.row_faults += _row_faults(lines, before, kind, SHOWN - len(seen.row_faults))
    tags = [line[rows.TAG] for line in lines]
    if any(map(operator.ge, [last, *tags], tags)):
        pairs = zip([last, *tags], tags, strict=False)
        seen.order_faults += [
            f"第 {before + place} 行：标签不大于上一行"
            for place, (left, right) in enumerate(pairs, 1)
            if left >= right
        ][:SHOWN]
    if sound:
        keep = lines if kind in PEOPLE else [line for line in lines if line[rows.TAG] in wanted]
        seen.found.update((row.tag, row) for row in map(rows.parse, keep))


def inspector_fault(middle: bytes) -> str | None:
    """Inspector rolls: weight 1, E or X:NA or X:AP."""
    _, status, weight = middle.split(b"|")
    if weight != b"1":
        return "检查人员名录的权重一律为 1"
    if status.decode("ascii") not in ("E", INSPECTOR_ABSENT, INSPECTOR_APPOINTED):
        return "检查人员只能是 E、X:NA 或 X:AP"
    return None


def _row_faults(lines: list[bytes], before: int, kind: str, room: int) -> list[str]:
    found: list[str] = []
    for number, line in enumerate(lines, before + 1):
        try:
            rows.parse(line)
            fault = inspector_fault(line[rows.MIDDLE]) if kind in PEOPLE else None
        except rows.RowError as error:
            fault = str(error)
        if fault and len(found) < room:
            found.append(f"第 {number} 行：{fault}")
    return found


def header_faults(header: Document, seen: Scan) -> list[str]:
    """V3: n, counts and codes of the header against the rows."""
    faults: list[str] = []
    if header["n"] != seen.count:
        faults.append(f"名录头写 {header['n']} 行，文件有 {seen.count} 行")
    counted = {row["stratum"]: row for row in counts_of(seen.middles)}
    stated = {row["stratum"]: row for row in header["counts"]}
    if [row["stratum"] for row in header["counts"]] != sorted(stated):
        faults.append("counts：各层应由小到大、不得重复")
    for stratum in sorted(counted.keys() | stated.keys()):
        if stated.get(stratum) != counted.get(stratum):
            faults.append(
                f"counts：层 {stratum} 名录头为 {_counts(stated.get(stratum))}，"
                f"文件为 {_counts(counted.get(stratum))}"
            )
    codes = [entry["code"] for entry in header["codes"]]
    if codes != status_codes(seen.middles):
        faults.append("codes：应恰为文件中出现的全部状态代码，由小到大")
    return faults


def _counts(row: Document | None) -> str:
    return "无此层" if row is None else " ".join(f"{letter}{row[letter]}" for letter in LETTERS)


def joined(data: object) -> bytes | None:
    """A roll file as bytes, whatever form the caller holds it in; None when it is no bytes at all."""
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    if isinstance(data, Iterable) and not isinstance(data, str):
        pieces = list(data)
        if all(isinstance(piece, bytes) for piece in pieces):
            return b"".join(pieces)
    return None
