"""Data sets of a comparison: a list somebody hands in, or the registry itself; its header, its columns, its digest."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.decision import Refused, denied
from mingqian.inspection.material import NETWORK
from mingqian.inspection.types import DataSet
from mingqian.registry import services as registries
from mingqian.registry.enums import SubjectStatus
from mingqian.registry.selectors.subjects import Row as Subject

HEADER_ROWS = 30
Rows = Sequence[tuple[int, Sequence[str]]]
OF_REGISTRY: Mapping[str, Callable[[Subject], object]] = {
    "单位名称": lambda one: one.name,
    "法定代表人": lambda one: one.legal_representative,
    "地址": lambda one: one.address,
    "登记状态": lambda one: SubjectStatus(one.status).label,
    "联系人": lambda one: one.contact_person,
    "联系电话": lambda one: one.contact_phone,
    "从业人数": lambda one: "" if one.employees is None else one.employees,
    "行政区划代码": lambda one: one.division_code,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A data set that was read: its rows below the header, where key and columns stand, its SHA-256."""

    name: str
    rows: Rows
    key: int
    columns: tuple[int, ...]
    digest: str


def opened(one: DataSet, subjects: Iterable[Subject]) -> Opened:
    """Read with the registry's own table reader, or taken from the registry's rows of these subjects."""
    if one.content is None:
        return _of_registry(one, subjects)
    rows = [(line, tuple(map(_readable, cells))) for line, cells in registries.sheets.rows(one.content)]
    place = _header(one, rows)
    header = rows[place][1]
    return Opened(
        one.name, rows[place + 1 :], _place(one, header, one.key),
        tuple(_place(one, header, name) for name in one.columns), hex_digest(Suite.SHA256, one.content),
    )  # fmt: skip


def _of_registry(one: DataSet, subjects: Iterable[Subject]) -> Opened:
    strange = [name for name in one.columns if name not in OF_REGISTRY]
    if strange:
        why = f"名录库没有“{'、'.join(strange[:3])}”这一列"
        raise Refused(denied("comparing.column", why, NETWORK, f"可选：{'、'.join(OF_REGISTRY)}"))
    rows = [
        (line, (row.number, *(_readable(str(OF_REGISTRY[name](row))) for name in one.columns)))
        for line, row in enumerate(subjects, 1)
    ]
    digest = hex_digest(Suite.SHA256, jcs([list(cells) for _, cells in rows]))
    return Opened(one.name, rows, 0, tuple(range(1, len(one.columns) + 1)), digest)


def _readable(cell: str) -> str:
    """Without what nobody sees: it would stand between two equal cells, and no journal keeps it."""
    return cell if cell.isprintable() else "".join(filter(str.isprintable, cell))


def _header(one: DataSet, rows: Rows) -> int:
    key = _even(one.key)
    for place, (_, cells) in enumerate(rows[:HEADER_ROWS]):
        if key in map(_even, cells):
            return place
    first = "、".join(cell[:20] for cell in rows[0][1] if cell) if rows else "（空）"
    why = f"“{one.name}”前{HEADER_ROWS}行里找不到对应列“{one.key}”；第一行是：{first[:200]}"
    raise Refused(denied("comparing.key", why, NETWORK, "请填写表头中的列名，或给表加上表头"))


def _place(one: DataSet, header: Sequence[str], name: str) -> int:
    found = [place for place, cell in enumerate(header) if _even(cell) == _even(name)]
    if len(found) == 1:
        return found[0]
    listed = "、".join(cell[:20] for cell in header if cell)
    why = f"“{one.name}”里{'没有' if not found else '有不止一个'}“{name}”列；表头是：{listed[:300]}"
    raise Refused(denied("comparing.column", why, NETWORK, "请按表头填写列名；同名的列请改名后重新上传"))


def _even(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*")
