"""When two rows of the registry may be one body: pure signs and pairs, no database, no decision.

A pair is only ever shown to a person. Same name under two codes, a code that keeps the old registration
or organisation number, a former name, a near name borne out by a trait in common.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from mingqian.registry.enums import DuplicateGround

#: More rows than this sharing one sign say that the sign says nothing.
CROWD = 8
#: A pair of near names needs this many characters of substance.
SHORTEST = 5
#: Rows whose near names are compared at once.
PORTION = 100_000
_FILLERS = re.compile(
    r"有限责任公司|股份有限公司|有限公司|集团|公司|分公司|责任|股份|（[^）]*）|\([^)]*\)|[\s·•．.，,、\-—]+"
)
_WIDE = str.maketrans({chr(0xFF01 + n): chr(0x21 + n) for n in range(94)} | {"　": " "})


@dataclass(frozen=True, slots=True)
class Sign:
    """As much of a subject as likeness is judged by."""

    pk: int
    number: str  # the credit code
    name: str
    former: tuple[str, ...] = ()
    old_numbers: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()  # legal representative, address, telephone: what bears out a near name


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows, the older first, and why."""

    first: int
    second: int
    ground: DuplicateGround
    detail: str


def plain(name: str) -> str:
    """A name without width, case and blanks: 鹭湾（恒筑） 公司 and 鹭湾(恒筑)公司 are one."""
    return re.sub(r"\s+", "", name.translate(_WIDE)).upper()


def core(name: str) -> str:
    """What is left of a name without legal form, brackets and punctuation."""
    return _FILLERS.sub("", plain(name))


def organisation(number: str) -> str:
    """The nine places of a credit code that were the organisation code, empty for other numbers."""
    return number[8:17] if len(number) == 18 else ""


def pairs(signs: Iterable[Sign]) -> list[Pair]:
    """Every likely pair once, under its strongest ground, the older row first."""
    rows = list(signs)
    found: dict[tuple[int, int], Pair] = {}
    for pair in (*_same_name(rows), *_old_number(rows), *_former_name(rows), *_near_name(rows)):
        found.setdefault((pair.first, pair.second), pair)
    return sorted(found.values(), key=lambda p: (list(DuplicateGround).index(p.ground), p.first, p.second))


def _pair(left: int, right: int, ground: DuplicateGround, detail: str) -> Pair:
    return Pair(min(left, right), max(left, right), ground, detail)


def _grouped(keyed: Iterable[tuple[str, Sign]]) -> Iterator[tuple[str, list[Sign]]]:
    groups: dict[str, list[Sign]] = defaultdict(list)
    for key, sign in keyed:
        if key:
            groups[key].append(sign)
    return ((key, rows) for key, rows in groups.items() if 1 < len(rows) <= CROWD)


def _same_name(rows: list[Sign]) -> Iterator[Pair]:
    for _, group in _grouped((plain(row.name), row) for row in rows):
        for left, right in combinations(group, 2):
            words = f"都叫“{left.name}”，代码不同"
            yield _pair(left.pk, right.pk, DuplicateGround.NAME, words)


def _old_number(rows: list[Sign]) -> Iterator[Pair]:
    """A row that names an old number, and another whose credit code holds it or that names it too."""
    keyed = [(organisation(row.number), row) for row in rows]
    keyed += [(number, row) for row in rows for number in dict.fromkeys(map(_old, row.old_numbers))]
    for number, group in _grouped(keyed):
        for left, right in combinations({row.pk: row for row in group}.values(), 2):
            words = f"旧注册号、组织机构代码都是 {number}"
            yield _pair(left.pk, right.pk, DuplicateGround.OLD_NUMBER, words)


def _old(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", plain(number))


def _former_name(rows: list[Sign]) -> Iterator[Pair]:
    keyed = [(plain(row.name), row) for row in rows]
    keyed += [(plain(name), row) for row in rows for name in row.former]
    for _, group in _grouped(keyed):
        for left, right in combinations({row.pk: row for row in group}.values(), 2):
            words = f"“{left.name}”与“{right.name}”用过同一名称"
            yield _pair(left.pk, right.pk, DuplicateGround.FORMER_NAME, words)


def _near_name(rows: list[Sign]) -> Iterator[Pair]:
    """The same substance under another legal form; or one place apart, borne out by a trait in common.

    恒筑 and 恒铸 are two firms as often as one, so the name alone says nothing. Each name with one place
    left out is a key; the keys of many rows are gone through in portions, so that memory stays small.
    """
    portions = len(rows) // PORTION + 1
    for portion in range(portions):
        for _, group in _grouped(_near_keys(rows, portion, portions)):
            for left, right in combinations({row.pk: row for row in group}.values(), 2):
                if plain(left.name) != plain(right.name) and _borne_out(left, right):
                    words = f"“{left.name}”与“{right.name}”"
                    yield _pair(left.pk, right.pk, DuplicateGround.NEAR_NAME, words)


def _near_keys(rows: list[Sign], portion: int, portions: int) -> Iterator[tuple[str, Sign]]:
    for row in rows:
        text = core(row.name)
        if len(text) >= SHORTEST:
            for key in (text, *(f"{text[:at]}*{text[at + 1 :]}" for at in range(len(text)))):
                if portions == 1 or crc32(key.encode()) % portions == portion:
                    yield key, row


def _borne_out(left: Sign, right: Sign) -> bool:
    return core(left.name) == core(right.name) or not set(left.traits).isdisjoint(right.traits)
