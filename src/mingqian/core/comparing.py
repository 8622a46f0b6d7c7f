"""比对核查: two lists laid side by side by the number of a firm; what agrees, what does not, what nobody can tell.

厦门 三(三)(4) 网络核查：依托网络、信息技术手段进行网络核查，减少对市场主体不必要的干扰. Nothing is guessed: a firm that
a list names twice, or not at all, is neither right nor wrong.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mingqian.core import identifiers
from mingqian.core.labels import LabelledCode

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_WRAPPED = re.compile(r"^\w+:")
Cells = tuple[str, ...]


class Verdict(LabelledCode):
    """What the two rows of one firm say."""

    SAME = "same", "一致"
    DIFFERENT = "different", "不一致"
    UNCLEAR = "unclear", "无法判断"


@dataclass(frozen=True, slots=True)
class Compared:
    """One firm: the verdict, why, and the compared cells of either list as they stood there."""

    key: str
    verdict: Verdict
    why: str
    left: Cells = ()
    right: Cells = ()


@dataclass(slots=True)
class Side:
    """One list, read through: the compared cells of the wanted firms; what else stood in it, by number alone."""

    name: str
    found: dict[str, list[Cells]] = field(default_factory=dict)
    rows: int = 0
    outside: int = 0
    """Firms nobody asked about: counted, not kept."""
    bad: list[int] = field(default_factory=list)
    """Lines whose number is none."""


def normal(text: str) -> str:
    """A cell as it is compared: width, case, blanks and brackets evened out; numbers and days by their value."""
    even = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if _NUMBER.fullmatch(even):
        return _value(even)
    if day := _DAY.fullmatch(even):
        try:
            return date(*map(int, day.groups())).isoformat()
        except ValueError:
            return even
    return even


def _value(number: str) -> str:
    """Every digit counts, however many: no arithmetic that would round a long number until two were equal."""
    sign, digits = ("-" if number[0] == "-" else ""), number.lstrip("+-").replace(",", "")
    whole, _, part = digits.partition(".")
    plain = (whole.lstrip("0") or "0") + (f".{part.rstrip('0')}" if part.rstrip("0") else "")
    return plain if plain == "0" else sign + plain


def key_of(text: str) -> str:
    """The number in a cell, without what people wrap around it (blanks, full width, ``USCC:``)."""
    return identifiers.heal(_WRAPPED.sub("", text.strip()))[0]


def side(
    name: str, rows: Iterable[tuple[int, Sequence[str]]], key: int, columns: Sequence[int], wanted: Iterable[str]
) -> Side:  # fmt: skip
    """Read one list row by row, keeping only firms that are wanted: the others' data are nobody's business here."""
    asked, found = frozenset(wanted), Side(name)
    for line, cells in rows:
        found.rows += 1
        number = key_of(_cell(cells, key))
        if number in asked:
            found.found.setdefault(number, []).append(tuple(_cell(cells, one).strip() for one in columns))
        elif identifiers.is_uscc(number):
            found.outside += 1
        else:
            found.bad.append(line)
    return found


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def compare(wanted: Sequence[str], left: Side, right: Side, columns: Sequence[str]) -> list[Compared]:
    """One answer per wanted firm, in their order. ``columns``: what the compared cells are called."""
    return [_one(key, left, right, columns) for key in wanted]


def _one(key: str, left: Side, right: Side, columns: Sequence[str]) -> Compared:
    here, there = left.found.get(key, []), right.found.get(key, [])
    faults = [*_fault(left, here), *_fault(right, there)]
    mine, theirs = here[0] if here else (), there[0] if there else ()
    if faults:
        return Compared(key, Verdict.UNCLEAR, "；".join(faults), mine, theirs)
    differs = [
        name for name, a, b in zip(columns, mine, theirs, strict=True) if normal(a) != normal(b)
    ]  # fmt: skip
    if differs:
        return Compared(key, Verdict.DIFFERENT, f"{'、'.join(differs)}不一致", mine, theirs)
    return Compared(key, Verdict.SAME, f"{'、'.join(columns)}一致", mine, theirs)


def _fault(one: Side, rows: Sequence[Cells]) -> list[str]:
    if not rows:
        return [f"“{one.name}”里没有"]
    return [f"“{one.name}”里重复{len(rows)}次"] if len(rows) > 1 else []


def counted(found: Iterable[Compared]) -> Mapping[Verdict, int]:
    """How many of each."""
    numbers = dict.fromkeys(Verdict, 0)
    for one in found:
        numbers[one.verdict] += 1
    return numbers
