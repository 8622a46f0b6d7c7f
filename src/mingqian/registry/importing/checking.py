"""One record at a time: read its cells, say what is wrong, say whether it may go in. Pure.

The loop is written for a million rows: a clean cell costs one look and makes no object.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingqian.core import identifiers
from mingqian.registry.importing import columns, healing
from mingqian.registry.importing.columns import Column, Reads
from mingqian.registry.importing.findings import Finding, Level, Tally, printable
from mingqian.registry.importing.healing import Cell
from mingqian.registry.importing.layout import Layout


@dataclass(frozen=True, slots=True)
class Checked:
    """A record, read: its values in the order of the layout's fields, and everything found in it."""

    line: int
    values: Sequence[str]
    kept: dict[str, str]
    findings: Sequence[Finding]

    @property
    def ok(self) -> bool:
        """No error: the row may go in."""
        return not any(finding.level is Level.ERROR for finding in self.findings)


_RARE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a&\"'`=+@ ]")
_BLANKS, _DASHES = healing.BLANKS, healing.DASHES
_ASIDE = re.compile(
    r"(?:本页|全[市区县]|分)?(?:合计|总计|小计|共计)[\d,.户家人个条：:]*"
    r"|(?:附?注|备注|说明|填表说明|数据来源|截至日期|(?:制表|填表|填报|审核|复核|经办|统计|联系|单位|部门)(?:人|人员|单位|机关|日期|时间|电话|负责人))"
    r"(?:（盖章）|\(盖章\)|（签章）)?[:：].*",
    re.DOTALL,
)
_BESIDE_A_SUM = re.compile(r"[\d,.年月日/-]{1,12}(?:户|家|人|个|条|元|万元|%)?")
"""A figure or a day beside an aside; a name or a code is neither."""
_JOINT = "¦"  # printable, so that a joined row of printable cells is printable


def _tidy(cells: Sequence[str]) -> bool:
    """No cell of the row can need healing; errs on the side of the closer look."""
    joined = _JOINT.join(cells)
    return joined.isprintable() and _RARE.search(joined) is None and "¦-" not in joined and joined[:1] != "-"


class Checker:
    """Reads records of one layout. ``tally`` counts; blank rows, repeated headers and asides are passed over."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.tally = Tally()
        self.rows = 0
        self.blank = 0
        self._width = len(layout.header)
        self._headers = [list(row) for row in (layout.header, *layout.written)]
        self._plan = [
            (
                position,
                column,
                _reader(column),
                column.reads is Reads.TEXT,
                40 if _firm_name(column) else column.limit,
                _firm_name(column),
            )
            for column, position in layout.fields
        ]
        self._gaps = {column.name: 0 for column, _ in layout.fields if column.gap}

    @property
    def gaps(self) -> dict[str, int]:
        """XM-23: for each field asked for, how many rows lack it (all of them, where the column is missing)."""
        return {
            column.label: self._gaps.get(column.name, self.rows)
            for column in columns.COLUMNS[self.layout.kind]
            if column.gap and self._gaps.get(column.name, self.rows)
        }

    def check(self, line: int, cells: Sequence[str]) -> Checked | None:
        """One record, or None for a row that holds nothing, repeats the header or stands beside the list."""
        if len(cells) != self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        tidy = _tidy(cells)
        findings: list[Finding] = []
        values: list[str] = []
        for position, column, read, text, usual, firm in self._plan:
            cell = cells[position]
            if text and tidy and len(cell) <= usual and cell not in _DASHES and not (firm and cell.isascii()):
                value = "" if cell in _BLANKS else cell
            else:
                found = read(cell)
                value = (
                    found if found.__class__ is str else _note(found, findings, line, position, column, cell)
                )
            values.append(value)
            if not value or len(value) > column.limit:
                self._limits(value, line, position, column, findings)
        if self._nothing(cells, values) or self._aside(line, cells, values, findings):
            return None
        self.rows += 1
        if len(cells) > self._width:
            self._overflow(line, cells, findings)
        if findings:
            self.tally.add(findings)
            if any(finding.level is Level.ERROR for finding in findings):
                self._count_gaps(values, -1)  # a row that stays out is no gap in the registry
        kept = (
            {key: healing.text(cells[at]).value for key, at in self.layout.kept} if self.layout.kept else {}
        )
        return Checked(line, values, kept, findings)

    def _nothing(self, cells: Sequence[str], values: Sequence[str]) -> bool:
        """A blank row, or the header once more (lists that were printed page by page)."""
        if (any(values) or any(cell.strip() for cell in cells)) and list(cells) not in self._headers:
            return False
        self._count_gaps(values, -1)
        self.blank += 1
        return True

    def _aside(
        self, line: int, cells: Sequence[str], values: Sequence[str], findings: Sequence[Finding]
    ) -> bool:
        """A sum, a note or who made the list, as they stand under printed tables: no record could go in anyway."""
        if not any(finding.level is Level.ERROR for finding in findings):
            return False
        filled = ["".join(cell.split()) for cell in cells if cell.strip()]
        first, *beside = filled or [""]
        if not _ASIDE.fullmatch(first) or not all(map(_goes_beside, beside)):
            return False  # a record with a remark in front of it stays one, whatever is wrong with it
        self._count_gaps(values, -1)
        message = f"“{printable(first[:20])}”是合计或附注，不是{self.layout.kind.label}的内容，未读"
        self.tally.add([Finding(Level.HEALED, "aside", line, -1, "", first[:80], message)])
        return True

    def _count_gaps(self, values: Sequence[str], number: int) -> None:
        for value, step in zip(values, self._plan, strict=True):
            if step[1].name in self._gaps and not value:
                self._gaps[step[1].name] += number

    def _overflow(self, line: int, cells: Sequence[str], findings: list[Finding]) -> None:
        """More cells than headings: the row has slipped, and nobody can say where."""
        if any(cell.strip() for cell in cells[self._width :]):
            extra = len(cells) - self._width
            message = f"比表头多出{extra}列，内容可能错位（常因单元格内有未加引号的分隔符）"
            findings.append(
                Finding(Level.ERROR, "too_many_cells", line, -1, "", cells[self._width][:80], message)
            )

    def _limits(self, value: str, line: int, position: int, column: Column, findings: list[Finding]) -> None:
        """An empty or over-long value: a gap, or an error."""
        if value:
            message = f"有{len(value)}字，超过{column.limit}字的上限"
            findings.append(
                Finding(Level.ERROR, "too_long", line, position, column.label, value[:80], message)
            )
            return
        if column.gap:
            self._gaps[column.name] += 1
        if column.required and not any(f.column == position and f.level is Level.ERROR for f in findings):
            message = f"没有{column.label}"
            findings.append(Finding(Level.ERROR, "empty", line, position, column.label, "", message))


def _goes_beside(cell: str) -> bool:
    return bool(_BESIDE_A_SUM.fullmatch(cell) or _ASIDE.fullmatch(cell))


def _note(cell: Cell, findings: list[Finding], line: int, position: int, column: Column, raw: str) -> str:
    """Remarks on a cell become findings with a place."""
    for level, code, message in cell.remarks:
        findings.append(
            Finding(level, code, line, position, column.label, _shown(column, raw), printable(message))
        )
    return cell.value


def _shown(column: Column, raw: str) -> str:
    """What of a cell may stand in an error list: a person's number never does."""
    return "（不显示）" if column.reads is Reads.CITIZEN else raw[:80]


def _firm_name(column: Column) -> bool:
    return column.name == "name" and column.limit == 200


def _reader(column: Column) -> Callable[[str], Any]:
    """The reader of a column: a plain text where the cell was fine as it stood, a ``Cell`` otherwise."""
    return healing.name if _firm_name(column) else _QUICK.get(column.reads, healing.READERS[column.reads])


def _quick_uscc(cell: str) -> "Cell | str":
    reading = identifiers.read_uscc(cell)
    return cell if reading.ok and not reading.healed and not reading.warnings else healing.uscc(cell)


def _quick_day(cell: str) -> "Cell | str":
    if len(cell) == 10 and cell[4] == "-":
        try:
            date.fromisoformat(cell)
        except ValueError:
            return healing.day(cell)
        return cell
    return healing.day(cell)


def _quick_until(cell: str) -> "Cell | str":
    found = _quick_day(cell) if len(cell) == 10 else None
    return found if found.__class__ is str else healing.until(cell)


def _quick_province(cell: str) -> "Cell | str":
    return cell if cell in healing.PROVINCES else healing.province(cell)


_QUICK: dict[Reads, Callable[[str], Any]] = {
    Reads.USCC: _quick_uscc,
    Reads.DAY: _quick_day,
    Reads.UNTIL: _quick_until,
    Reads.PROVINCE: _quick_province,
}
