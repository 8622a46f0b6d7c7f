"""What is seen, taken along: CSV for every program, XLSX for the office. Streamed, and never a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import xlsxwriter
from django.utils import timezone

BOM = "\ufeff".encode()
# A spreadsheet runs what begins so; a quote in front makes it text (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX_ROWS = 200_000
_CHUNK = 64 * 1024


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, text: str) -> str:
        return text


def harmless(value: object) -> object:
    """A cell no spreadsheet will run. Numbers stay numbers."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """UTF-8 with BOM, since Excel takes anything else for GBK."""
    writer = csv.writer(_Line())
    # A head may be the name of somebody's file.
    yield BOM + str(writer.writerow([harmless(head) for head in heads])).encode()
    for row in rows:
        yield str(writer.writerow([harmless(value) for value in row])).encode()


def workbook(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """XLSX in constant memory, through a file that vanishes when read."""
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        sheet = book.add_worksheet("清单")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True, "bottom": 1})
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, bold)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(sheet, line, place, value)
        book.close()
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _write(sheet: "xlsxwriter.worksheet.Worksheet", line: int, place: int, value: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, place, value)
    else:
        # Written as a string, so a leading "=" is a letter like any other.
        sheet.write_string(line, place, _plain(value)[:32_767])


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def stamp(now: datetime) -> str:
    """For a file's name: 20261121-0930."""
    return timezone.localtime(now).strftime("%Y%m%d-%H%M")


def in_memory(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A small CSV at once."""
    buffer = io.BytesIO()
    for line in csv_lines(heads, rows):
        buffer.write(line)
    return buffer.getvalue()
