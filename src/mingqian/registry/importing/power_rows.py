"""Rows of a list of powers read as powers. Pure.

权责清单: 职权编码、职权名称、职权类别、行使主体、设定依据、条款, when and by what it came on the list, and which
items carry it out (涪陵 三(一)：结合我局行政权力). What cannot be read as law keeps the row out: a list of powers
holds nothing in words alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mingqian.registry.codes import NUMBERED, opens
from mingqian.registry.enums import PowerKind
from mingqian.registry.importing import item_rows
from mingqian.registry.importing.findings import Finding, Level
from mingqian.registry.importing.layout import Layout


@dataclass(frozen=True, slots=True)
class PowerRow:
    """One power of the list; ``unit`` is the word of the list, resolved by who saves it."""

    line: int
    code: str
    name: str
    kind: PowerKind
    unit: str
    document: str
    article: str
    listed_on: date
    listed_by: str
    items: tuple[str, ...]


def read(
    layout: Layout, line: int, values: Sequence[str], documents: Mapping[str, str]
) -> tuple[PowerRow | None, list[Finding]]:
    """One checked row; ``documents`` maps titles of registered documents to their codes."""
    cells = {column.name: value for (column, _), value in zip(layout.fields, values, strict=True)}
    found: list[Finding] = []

    def remark(name: str, code: str, message: str, level: Level = Level.ERROR) -> None:
        found.append(layout.finding(level, code, line, name, cells.get(name, ""), message))

    kind = _kind(cells["kind"])
    if not re.fullmatch(NUMBERED, cells["code"]):
        remark("code", "power_code", f"职权编码“{cells['code'][:20]}”只用字母、数字和 . _ -")
    if not opens(cells["code"]):
        remark("code", "power_code", opens(cells["code"]).reason)
    if kind is None:
        remark("kind", "power_kind", f"职权类别“{cells['kind']}”不认识，应为{_listed_kinds()}")
    bases, missing = item_rows.bases(cells["basis"], documents)
    for title in missing[:1] if not bases else ():
        remark("basis", "basis_unregistered", f"“{title}”尚未登记为制度文件，登记后才能作为设定依据")
    if bases and (len(bases) > 1 or missing):
        remark("basis", "basis_first", f"只登记第一个已登记的依据：{bases[0].quoted}", Level.WARNING)
    article = cells.get("article", "") or (bases[0].article if bases else "")
    if bases and not article:
        remark("basis", "no_article", "没有写明依据的条款，如“第三十五条”")
    if kind is None or not article or any(one.level is Level.ERROR for one in found):
        return None, found
    row = PowerRow(
        line, cells["code"], cells["name"], kind, cells.get("unit", ""), bases[0].document, article,
        date.fromisoformat(cells["listed_on"]), cells["listed_by"], item_rows.listed(cells.get("items", "")),
    )  # fmt: skip
    return row, found


def _kind(word: str) -> PowerKind | None:
    """「行政检查」, 「检查」 or 「其他」: offices leave out what every kind begins with."""
    full = {one.label: one for one in PowerKind} | {one.value: one for one in PowerKind}
    short = {one.label.removeprefix("行政"): one for one in PowerKind}
    return full.get(word) or short.get(word) or (PowerKind.OTHER if word.startswith("其他") else None)


def _listed_kinds() -> str:
    return "、".join(one.label for one in PowerKind)
