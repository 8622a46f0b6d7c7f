"""The errors, written back into the list: the same layout with bad cells red, and a copy of only the bad rows."""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from mingqian.registry.importing.findings import Finding, Level, printable
from mingqian.registry.importing.reading import Table
from mingqian.registry.importing.sniffing import FileKind, refuse

RED, YELLOW = "FFC7CE", "FFEB9C"
ANNOTATED_BYTES = 40 << 20
"""openpyxl holds a whole workbook with its styles; one that unfolds to more is rebuilt instead of annotated."""

SHEET_ROWS = 1_048_576
MARKS = 65_000
"""Excel opens no sheet with more comments than about this."""

AUTHOR = "明签"
EXPLANATION = "错误说明"


def errors(table: Table, found: Iterator[Finding], out: Path) -> int:
    """The list once more with every bad cell marked and commented; answers how many cells were marked."""
    _check_target(table, out)
    marks = {line: list(group) for line, group in groupby(_capped(found), key=lambda f: f.line)}
    with written(out):
        if table.kind is FileKind.XLSX and _unfolded(table) <= ANNOTATED_BYTES:
            return _annotate(table, marks, out)
        return _rebuild(table, marks, out)


def _unfolded(table: Table) -> int:
    """What the workbook takes once unpacked: a small file may unfold to a gigabyte."""
    with zipfile.ZipFile(table.path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


@contextmanager
def written(out: Path) -> Iterator[None]:
    """Whatever the two libraries say when a place cannot be written, in words."""
    try:
        out.open("ab").close()  # asked first: the writers would find out after all their work
        yield
    except (OSError, XlsxFileError) as broken:
        name = printable(out.name)
        raise refuse("cannot_write", f"写不出文件“{name}”", "请换一个可以写的位置") from broken


def _capped(found: Iterator[Finding]) -> Iterator[Finding]:
    for number, finding in enumerate(found):
        if number >= MARKS:
            return
        yield finding


def _check_target(table: Table, out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise refuse("errors_name", f"错误工作簿“{out.name}”应以 .xlsx 结尾", "")
    _not_itself(table, out)


def _not_itself(table: Table, out: Path) -> None:
    if out.exists() and out.resolve() == table.path.resolve():
        raise refuse("overwrite", f"“{out.name}”就是正在导入的文件，不能覆盖", "请换一个文件名")
    if not out.parent.is_dir():
        raise refuse("no_folder", f"文件夹“{out.parent.name}”不存在", "请先建好文件夹或换一个位置")


def _column(table: Table, finding: Finding) -> int:
    """Where a remark on the whole row is shown: on the code, or on the first cell."""
    if finding.column >= 0:
        return finding.column
    return max(table.layout.position("number"), 0)


def _by_cell(table: Table, group: Sequence[Finding]) -> dict[int, tuple[Level, str]]:
    """column → (worst level, what the comment says)."""
    cells: dict[int, tuple[Level, str]] = {}
    for finding in group:
        column = _column(table, finding)
        level, words = cells.get(column, (Level.WARNING, ""))
        worst = Level.ERROR if Level.ERROR in (level, finding.level) else Level.WARNING
        cells[column] = (worst, f"{words}\n{finding.level.label}：{finding.message}".strip())
    return cells


def _annotate(table: Table, marks: dict[int, list[Finding]], out: Path) -> int:
    """The reader's own workbook, styles and all, with our marks in it."""
    # Every start of the program would pay for it, and only a refused workbook needs it.
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    try:
        book = openpyxl.load_workbook(table.path)
        sheet: Any = book[table.sheet]
    except Exception:  # a workbook calamine can read and openpyxl cannot: rebuild it
        return _rebuild(table, marks, out)
    fills = {
        Level.ERROR: PatternFill("solid", fgColor=RED),
        Level.WARNING: PatternFill("solid", fgColor=YELLOW),
    }
    count = 0
    for line, group in marks.items():
        for column, (level, words) in _by_cell(table, group).items():
            cell = sheet.cell(row=line, column=column + 1)
            cell.fill = fills[level]
            if type(cell).__name__ != "MergedCell":
                cell.comment = Comment(words, AUTHOR, height=90, width=320)
            count += 1
    book.save(out)
    return count


def _rebuild(table: Table, marks: dict[int, list[Finding]], out: Path) -> int:
    """A new workbook with the same rows and columns, written in constant memory; texts stay texts."""
    book = xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("导入错误")
    formats = {
        Level.ERROR: book.add_format({"bg_color": f"#{RED}"}),
        Level.WARNING: book.add_format({"bg_color": f"#{YELLOW}"}),
    }
    bold = book.add_format({"bold": True})
    count = 0
    try:
        for line, cells in table.all_rows():
            if line > SHEET_ROWS:
                break
            marked = _by_cell(table, marks[line]) if line in marks else {}
            header = bold if line == table.layout.line else None
            for column in range(max(len(cells), *(c + 1 for c in marked)) if marked else len(cells)):
                text = cells[column] if column < len(cells) else ""
                level, words = marked.get(column, (None, ""))
                if text or level:
                    sheet.write_string(line - 1, column, text, formats[level] if level else header)
                if words:
                    sheet.write_comment(line - 1, column, words, {"author": AUTHOR, "x_scale": 2.5})
                    count += 1
    finally:
        book.close()
    return count


def bad_rows(table: Table, found: Iterator[Finding], out: Path) -> int:
    """Header and bad rows only, each with what is wrong, to be corrected and imported again; answers how many."""
    _not_itself(table, out)
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if out.suffix.lower() not in writers:
        raise refuse("bad_rows_name", f"“{out.name}”应以 .xlsx 或 .csv 结尾", "")
    wrong = (finding for finding in found if finding.level is Level.ERROR)
    with written(out):
        return writers[out.suffix.lower()](_with_reasons(table, wrong), out) - 1


def _with_reasons(table: Table, wrong: Iterator[Finding]) -> Iterator[list[str]]:
    """File and findings both run in the order of the lines: they are walked side by side."""
    width = len(table.layout.header)
    groups = groupby(wrong, key=lambda finding: finding.line)
    line, group = next(groups, (0, iter(())))
    for number, cells in table.all_rows():
        if number == table.layout.line:
            yield [*table.layout.header, EXPLANATION]
        elif number == line:
            yield [*_padded(cells, width), "；".join(_reason(finding) for finding in group)]
            line, group = next(groups, (0, iter(())))


def _reason(finding: Finding) -> str:
    return f"{finding.field}：{finding.message}" if finding.field else finding.message


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def guarded(text: str) -> str:
    """A text a spreadsheet would run as a formula gets the mark for text; importing takes it off again."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and len(text) > 1 else text


def _write_csv(rows: Iterator[list[str]], out: Path) -> int:
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([guarded(cell) for cell in row])
            count += 1
    return count


def _write_xlsx(rows: Iterator[list[str]], out: Path) -> int:
    count = 0
    book = xlsxwriter.Workbook(str(out), {"constant_memory": True})
    sheet = book.add_worksheet("待更正")
    try:
        for row in rows:
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(count, column, cell)
            count += 1
    finally:
        book.close()
    return count


def write_table(rows: Iterator[list[str]], out: Path) -> None:
    """Any small table as CSV or XLSX by the name of the file."""
    with written(out):
        if out.suffix.lower() == ".xlsx":
            _write_xlsx(rows, out)
        else:
            _write_csv(rows, out)
