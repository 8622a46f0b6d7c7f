"""One door for every kind of file: open it, find the header, stream the rows under it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Self

from mingqian.core.decision import Refused
from mingqian.registry.importing import layout as layouts
from mingqian.registry.importing import sniffing
from mingqian.registry.importing.caps import DEFAULT, Caps
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.findings import printable
from mingqian.registry.importing.layout import Layout
from mingqian.registry.importing.sniffing import FileKind, refuse
from mingqian.registry.importing.texts import NAMES, Text, TextNotes
from mingqian.registry.importing.workbooks import Sheet, Workbook

Row = tuple[int, list[str]]

SHEET_NAME = 31
"""Excel allows no longer name; a file that carries one is shown cut."""


@dataclass
class Table:
    """A list, opened: what file, what sheet, what header. ``rows()`` streams the records below the header."""

    path: Path
    kind: FileKind
    size: int
    caps: Caps
    file: BinaryIO = field(repr=False)
    layout: Layout
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    """Sheets with something on them that were not read."""
    like_sheets: tuple[str, ...] = ()
    """Those of them under the same header: very likely the rest of the list."""
    _text: Text | None = field(default=None, repr=False)
    _book: Workbook | None = field(default=None, repr=False)
    _index: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of the reading process."""
        if self._book:
            self._book.close()
        self.file.close()

    @property
    def notes(self) -> TextNotes:
        """What decoding the text brought to light (empty for workbooks)."""
        return self._text.notes if self._text else TextNotes()

    @property
    def filled(self) -> list[int]:
        """Records for which a merged cell above stands; known once the rows were read."""
        return [line for line in self._book.filled if line > self.layout.line] if self._book else []

    def position(self) -> int:
        """Bytes read, for the progress bar; a workbook is known only as a whole."""
        with suppress(OSError, ValueError):
            return self._text.position() if self._text else 0
        return 0

    def all_rows(self) -> Iterator[Row]:
        """Every row of the file, header and titles included, within the caps."""
        source = self._text.rows() if self._text else self._workbook().rows(self._index)
        caps = self.caps
        for count, (line, cells) in enumerate(source):
            if count > caps.rows + layouts.SEARCHED_ROWS:
                raise refuse("rows", f"文件超过 {caps.rows} 行的上限", "请拆分后分批导入")
            if len(cells) > caps.columns:
                raise _too_wide(line, cells, caps)
            yield line, cells

    def rows(self) -> Iterator[Row]:
        """The records: everything below the header."""
        header = self.layout.line
        return (row for row in self.all_rows() if row[0] > header)

    def digest(self) -> str:
        """SHA-256 of the file's bytes; the journal keeps it."""
        with self.path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()

    def origin(self) -> dict[str, object]:
        """How the file was read, to be kept with the batch: nothing about the machine it lay on."""
        notes = self.notes
        found: dict[str, object] = {
            "kind": self.kind.value,
            "header_line": self.layout.line,
            "columns": {label: heading for heading, label in self.layout.in_words()},
        }
        if self._text:
            found |= {"encoding": notes.encoding, "delimiter": notes.delimiter}
        else:
            found["sheet"] = self.sheet
        return found

    def described(self) -> str:
        """One line for the person: file, encoding or sheet, header row."""
        if self._text:
            mark = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}[self.notes.delimiter]
            how = f"{NAMES[self.notes.encoding]} 编码、{mark}分隔"
        else:
            how = f"工作表“{printable(self.sheet[:SHEET_NAME])}”"
        return f"{printable(self.path.name)}：{self.kind.label}，{how}，表头在第{self.layout.line}行"

    def _workbook(self) -> Workbook:
        assert self._book is not None
        return self._book


def _too_wide(line: int, cells: Sequence[str], caps: Caps) -> Refused:
    return refuse(
        "columns", f"第{line}行有 {len(cells)} 列，超过上限 {caps.columns} 列", "请检查分隔符或删去多余的列"
    )


def open_table(
    path: Path,
    *,
    kind: Kind | None = None,
    sheet: str = "",
    mapping: dict[str, str] | None = None,
    caps: Caps = DEFAULT,
) -> Table:
    """Open a list whatever its format, or refuse it in words. The caller closes it (``with``)."""
    file = _opened(path)
    try:
        size = path.stat().st_size
        file_kind = sniffing.kind_of(file, size, caps)
        if file_kind is FileKind.TEXT:
            return _open_text(path, file, size, kind, mapping, caps)
        return _open_book(path, file, size, file_kind, kind, sheet, mapping, caps)
    except BaseException:
        file.close()
        raise


def _opened(path: Path) -> BinaryIO:
    name = printable(path.name)
    if path.is_dir():
        raise refuse("is_directory", f"“{name}”是文件夹，不是文件", "请指明要导入的文件")
    try:
        if path.exists() and not path.is_file():
            raise refuse("not_a_file", f"“{name}”不是普通文件，读不了", "请先另存为文件，再指明该文件")
        return path.open("rb")
    except FileNotFoundError as missing:
        raise refuse("not_found", f"找不到文件“{name}”", "请检查路径和文件名") from missing
    except OSError as broken:
        why = "没有读取权限" if isinstance(broken, PermissionError) else "路径有误或存储设备出错"
        raise refuse("unreadable", f"文件“{name}”打不开：{why}", "请检查文件权限和路径") from broken


def _open_text(
    path: Path, file: BinaryIO, size: int, kind: Kind | None, mapping: dict[str, str] | None, caps: Caps
) -> Table:
    text = Text(file, caps)
    head = list(islice(text.rows(), layouts.SEARCHED_ROWS))
    for line, cells in head:
        if len(cells) > caps.columns:
            raise _too_wide(line, cells, caps)
    layout = layouts.find(kind, head, mapping)
    return Table(path, FileKind.TEXT, size, caps, file, layout, _text=text)


def _open_book(
    path: Path,
    file: BinaryIO,
    size: int,
    file_kind: FileKind,
    kind: Kind | None,
    sheet: str,
    mapping: dict[str, str] | None,
    caps: Caps,
) -> Table:
    book = Workbook(file, caps)
    try:
        chosen, layout = _choose(book, kind, sheet, mapping)
    except BaseException:
        book.close()
        raise
    others = [s for s in book.sheets if s.table and s.index != chosen.index and s.head]
    return Table(
        path, file_kind, size, caps, file, layout, chosen.name,
        tuple(sheet.name for sheet in others), tuple(s.name for s in others if _under(layout, s)),
        _book=book, _index=chosen.index,
    )  # fmt: skip


def _under(layout: Layout, sheet: Sheet) -> bool:
    """The same header stands on this sheet too."""
    filled = [cell for cell in layout.header if cell]
    if any([cell.strip() for cell in cells if cell.strip()] == filled for cells in sheet.head):
        return True
    with suppress(Refused):
        rows = [(number, list(cells)) for number, cells in enumerate(sheet.head, 1)]
        return [cell for cell in layouts.find(layout.kind, rows).header if cell] == filled
    return False


def _choose(
    book: Workbook, kind: Kind | None, wanted: str, mapping: dict[str, str] | None
) -> tuple[Sheet, Layout]:
    """The sheet asked for, or the first visible one with a header we know."""
    tables = [sheet for sheet in book.sheets if sheet.table]
    if wanted:
        tables = [s for s in tables if wanted in (s.name, str(s.index + 1))]
        if not tables:
            names = "、".join(f"{s.index + 1} {s.name[:SHEET_NAME]}" for s in book.sheets[:20] if s.table)
            raise refuse("no_sheet", f"没有工作表“{wanted}”", f"本工作簿有：{printable(names)}")
    hidden: list[Sheet] = []
    if not wanted and any(s.visible for s in tables):
        hidden = [s for s in tables if not s.visible and s.head]
        tables = [s for s in tables if s.visible]
    if not any(sheet.head for sheet in tables):
        if said := next((sheet.error for sheet in tables if sheet.error), ""):
            raise book.failure(said)
        raise refuse("no_rows", "工作簿里没有内容", "请检查是否选错了文件或工作表（--sheet 可指定工作表）")
    try:
        return _first_with_header([sheet for sheet in tables if sheet.head], kind, mapping)
    except Refused as refusal:
        if not hidden:
            raise
        decision = refusal.decisions[0]
        names = "、".join(printable(s.name[:SHEET_NAME]) for s in hidden[:8])
        raise refuse(
            decision.code.removeprefix("import."),
            f"{decision.reason.rstrip('。')}（另有隐藏的工作表没有看：{names}）",
            decision.remedy,
        ) from refusal


def _first_with_header(
    tables: Sequence[Sheet], kind: Kind | None, mapping: dict[str, str] | None
) -> tuple[Sheet, Layout]:
    first: Refused | None = None
    for sheet in tables:
        try:
            rows = [(number, list(cells)) for number, cells in enumerate(sheet.head, 1)]
            return sheet, layouts.find(kind, rows, mapping)
        except Refused as refusal:
            first = first or refusal
    assert first is not None
    if len(tables) == 1:
        raise first
    decision = first.decisions[0]
    names = "、".join(sheet.name for sheet in tables[:8])
    raise refuse(
        decision.code.removeprefix("import."),
        f"{decision.reason.rstrip('。')}（已看过工作表：{names}）",
        decision.remedy,
    )


Progress = Callable[[int, int], None]
"""Told (bytes or rows done, total); the command draws a bar from it."""
