"""One record at a time: read its cells, say what is wrong, say whether it may go in. Pure.

The loop is written for a million rows: a clean cell costs one look and makes no object.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mingqian.registry.importing import healing
from mingqian.registry.importing.columns import Column, Kind, Reads
from mingqian.registry.importing.findings import Finding, Level, Tally
from mingqian.registry.importing.healing import Cell
from mingqian.registry.importing.layout import Layout


@dataclass(frozen=True, slots=True)
class Checked:
    """A record, read: its values in the order of the layout's fields, and everything found in it."""

    line: int
    values: tuple[str, ...]
    kept: dict[str, str]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """No error: the row may go in."""
        return not any(finding.level is Level.ERROR for finding in self.findings)


@dataclass
class Checker:
    """Reads records of one layout. ``tally`` counts; blank and repeated header rows are passed over."""

    layout: Layout
    tally: Tally = field(default_factory=Tally)
    rows: int = 0
    blank: int = 0

    def __post_init__(self) -> None:
        self._width = len(self.layout.header)
        self._readers = [(position, column, _reader(column)) for column, position in self.layout.fields]
        self._gaps = {column.name: 0 for column, _ in self.layout.fields if column.gap}
        self._header = tuple(self.layout.header)

    @property
    def gaps(self) -> dict[str, int]:
        """XM-23: for each field asked for, how many accepted rows lack it (all, where the column is missing)."""
        from mingqian.registry.importing import columns

        return {
            column.label: self._gaps.get(column.name, self.rows)
            for column in columns.COLUMNS[self.layout.kind]
            if column.gap and self._gaps.get(column.name, self.rows)
        }

    def check(self, line: int, cells: Sequence[str]) -> Checked | None:
        """One record, or None for a row that holds nothing."""
        width = len(cells)
        if width != self._width:
            if not any(cells):
                self.blank += 1
                return None
            cells = [*cells, *[""] * (self._width - width)]
        findings: list[Finding] = []
        values: list[str] = []
        for position, column, read in self._readers:
            cell = cells[position]
            found = read(cell)
            if found.__class__ is str:
                values.append(found)
                continue
            values.append(found.value)
            for level, code, message in found.remarks:
                findings.append(Finding(level, code, line, position, column.label, cell[:80], message))
        if not any(values) and self._nothing(cells):
            self.blank += 1
            return None
        self._whole(line, cells, values, findings)
        self.rows += 1
        if findings:
            self.tally.add(findings)
        kept = {key: healing.text(cells[at]).value for key, at in self.layout.kept} if self.layout.kept else {}
        return Checked(line, tuple(values), kept, tuple(findings))

    def _nothing(self, cells: Sequence[str]) -> bool:
        return not any(cell.strip() for cell in cells)

    def _whole(self, line: int, cells: Sequence[str], values: list[str], findings: list[Finding]) -> None:
        """What only the whole row shows: slipped columns, missing and over-long values, gaps."""
        if len(cells) > self._width and any(cell.strip() for cell in cells[self._width :]):
            extra = len(cells) - self._width
            message = f"比表头多出{extra}列，内容可能错位（常因单元格内有未加引号的分隔符）"
            findings.append(Finding(Level.ERROR, "too_many_cells", line, -1, "", cells[self._width][:80], message))
        for value, (position, column, _) in zip(values, self._readers, strict=True):
            if not value:
                if column.gap:
                    self._gaps[column.name] += 1
                if column.required and not _spoken_for(position, findings):
                    message = f"没有{column.label}"
                    findings.append(Finding(Level.ERROR, "empty", line, position, column.label, "", message))
            elif len(value) > column.limit:
                message = f"有{len(value)}字，超过{column.limit}字的上限"
                findings.append(Finding(Level.ERROR, "too_long", line, position, column.label, value[:80], message))


def _spoken_for(position: int, findings: list[Finding]) -> bool:
    return any(f.column == position and f.level is Level.ERROR for f in findings)


def _reader(column: Column) -> Callable[[str], "Cell | str"]:
    """The reader of a column with a fast way through for cells that need nothing."""
    if column.name == "name" and column.limit == 200:
        slow: Callable[[str], Cell] = healing.name
    else:
        slow = healing.READERS[column.reads]
    if column.reads is Reads.TEXT:
        untidy = healing._UNTIDY.search
        blanks = healing.BLANKS
        strict = slow is healing.name

        def quick(cell: str) -> "Cell | str":
            if cell in blanks:
                return ""
            if untidy(cell) is None and not (strict and (" " in cell or len(cell) > 40)):
                return cell
            return slow(cell)

        return quick
    return slow


def checker(layout: Layout) -> Checker:
    """A fresh checker for one pass over a file."""
    return Checker(layout)


__all__ = ["Checked", "Checker", "Kind", "checker"]
