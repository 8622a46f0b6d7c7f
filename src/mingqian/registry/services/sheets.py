"""Rows of cells out of a short list somebody hands in, whatever its format: for rooms with columns of their own."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace

from mingqian.registry.importing import sniffing
from mingqian.registry.importing.caps import DEFAULT
from mingqian.registry.importing.sniffing import FileKind, refuse
from mingqian.registry.importing.texts import Text
from mingqian.registry.importing.workbooks import Workbook

Row = tuple[int, list[str]]
CAPS = replace(DEFAULT, text_bytes=16 << 20, workbook_bytes=16 << 20, rows=50_000, columns=64)


def rows(data: bytes) -> list[Row]:
    """(line number, cells) of every row that is not blank: CSV in any encoding, XLSX, XLS, ODS, or pasted text."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        if sniffing.kind_of(file, len(data), CAPS) is FileKind.TEXT:
            return _within(Text(file, CAPS).rows())
        with Workbook(file, CAPS) as book:
            first = next((one for one in book.sheets if one.table and one.visible and one.head), None)
            if first is None:
                raise refuse("no_rows", "工作簿里没有内容", "请检查是否选错了文件")
            return _within(book.rows(first.index))


def _within(found: Iterator[Row]) -> list[Row]:
    kept: list[Row] = []
    for line, cells in found:
        if len(kept) > CAPS.rows or len(cells) > CAPS.columns:
            raise refuse("rows", f"名单超过 {CAPS.rows} 行或 {CAPS.columns} 列", "请拆分后分批办理")
        texts = [" ".join(cell.split()) for cell in cells]
        if any(texts):
            kept.append((line, texts))
    return kept
