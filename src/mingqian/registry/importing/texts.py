"""Rows of cells out of a text file: encoding, broken lines, delimiter, stray quotes. Streams; memory stays flat.

A list that went through several hands may carry one line in another encoding, or one quotation mark
that swallows half the file. Both are healed where only one reading fits, and reported.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from mingqian.registry.importing import sniffing
from mingqian.registry.importing.caps import Caps
from mingqian.registry.importing.sniffing import refuse

SAMPLE_BYTES = 1 << 18
BLOCK_BYTES = 1 << 20
RUNAWAY_LINES = 40
"""A cell spanning more lines than this is an unclosed quotation mark, not a cell."""

DELIMITERS = ",\t;|"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030（含 GBK）", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


@dataclass
class TextNotes:
    """What reading the text brought to light; line numbers are those of the file, from 1."""

    encoding: str = "utf-8"
    bom: bool = False
    delimiter: str = ","
    other_encoding: list[int] = field(default_factory=list)
    undecodable: list[int] = field(default_factory=list)
    stray_quotes: list[int] = field(default_factory=list)


class Text:
    """One text file, opened; ``rows()`` may be asked again and gives the same rows."""

    def __init__(self, file: BinaryIO, caps: Caps) -> None:
        self._file = file
        self._caps = caps
        self._start = 0
        self.notes = TextNotes()
        self._find_encoding()
        self._find_delimiter()

    def position(self) -> int:
        """How many bytes have been read; the progress bar asks."""
        return self._file.tell()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line number, cells) of every record, blank lines included as empty lists."""
        for name in ("other_encoding", "undecodable", "stray_quotes"):
            getattr(self.notes, name).clear()
        return Records(self._lines(), self.notes, self._caps).rows()

    def _find_encoding(self) -> None:
        self._file.seek(0)
        sample = self._file.read(SAMPLE_BYTES)
        notes = self.notes
        for mark, encoding in _BOMS:
            if sample.startswith(mark):
                notes.encoding, notes.bom, self._start = encoding, True, len(mark)
                return
        notes.encoding = sniffing.looks_utf16(sample) or _majority(sample)

    def _find_delimiter(self) -> None:
        lines: list[str] = []
        for line in self._lines():
            if line.strip():
                lines.append(line)
            if len(lines) >= 40:
                break
        best = (0.0, 0)
        for delimiter in DELIMITERS:
            try:
                widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
            except csv.Error:
                continue
            usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
            score = (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
            if score > best:
                best, self.notes.delimiter = score, delimiter
        for name in ("other_encoding", "undecodable"):
            getattr(self.notes, name).clear()

    def _lines(self) -> Iterator[str]:
        self._file.seek(self._start)
        if self.notes.encoding.startswith("utf-16"):
            return self._wide_lines()
        return self._byte_lines()

    def _wide_lines(self) -> Iterator[str]:
        reader = io.TextIOWrapper(self._file, encoding=self.notes.encoding, errors="replace", newline="")
        try:
            for number, line in enumerate(reader, 1):
                if "\ufffd" in line:
                    self.notes.undecodable.append(number)
                yield line
        finally:
            reader.detach()

    def _byte_lines(self) -> Iterator[str]:
        """Blocks are decoded whole; only a block that fails is taken line by line."""
        rest, number = b"", 0
        while block := self._file.read(BLOCK_BYTES):
            block = rest + block
            cut = block.rfind(b"\n") + 1 or (block.rfind(b"\r") + 1 if len(block) > 2 * BLOCK_BYTES else 0)
            rest, block = block[cut:], block[:cut]
            if len(rest) > 16 * BLOCK_BYTES:
                raise refuse("long_line", "文件中有一行超过 16 MB，不是表格", "请检查是否选错了文件")
            for line in self._decoded(block, number):
                number += 1
                yield line
        yield from self._decoded(rest, number)

    def _decoded(self, block: bytes, before: int) -> Iterator[str]:
        try:
            yield from io.StringIO(block.decode(self.notes.encoding), newline="")
        except UnicodeDecodeError:
            for number, line in enumerate(block.splitlines(keepends=True), before + 1):
                yield self._decoded_line(line, number)

    def _decoded_line(self, line: bytes, number: int) -> str:
        other = "gb18030" if self.notes.encoding == "utf-8" else "utf-8"
        for encoding in (self.notes.encoding, other):
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                continue
            if encoding == other:
                self.notes.other_encoding.append(number)
            return text
        self.notes.undecodable.append(number)
        return line.decode(self.notes.encoding, errors="replace")


def _majority(sample: bytes) -> str:
    """UTF-8 or GB18030, whichever reads more lines that are not plain ASCII."""
    cut = sample.rfind(b"\n") + 1
    lines = [line for line in sample[: cut or len(sample)].splitlines() if not line.isascii()]
    votes = {"utf-8": 0, "gb18030": 0}
    for line in lines:
        for encoding in votes:
            try:
                line.decode(encoding)
                votes[encoding] += 1
                break
            except UnicodeDecodeError:
                continue
    return "gb18030" if votes["gb18030"] > votes["utf-8"] else "utf-8"


class _Runaway(Exception):
    """A cell that would not end."""


class Records:
    """Records out of lines. A quotation mark that does not close within reason is taken as a letter."""

    def __init__(self, lines: Iterator[str], notes: TextNotes, caps: Caps) -> None:
        self._lines = lines
        self._notes = notes
        self._caps = caps
        self._again: list[str] = []
        self._taken: list[str] = []
        self._line = 0
        csv.field_size_limit(caps.cell_chars * 4)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells); a record over several lines carries its first line's number."""
        taken = self._taken
        while True:
            reader = csv.reader(self._feed(), delimiter=self._notes.delimiter)
            try:
                for cells in reader:
                    if '"' in taken[0] and self._unclosed(cells):
                        raise _Runaway
                    number = self._line + 1
                    self._line += len(taken)
                    taken.clear()
                    yield number, cells
                if taken:  # the file ended inside a cell
                    raise _Runaway
                return
            except (_Runaway, csv.Error):
                if not taken:
                    return
                yield self._plain_line()

    def _feed(self) -> Iterator[str]:
        taken = self._taken
        while self._again:
            taken.append(self._again.pop())
            yield taken[-1]
        for line in self._lines:
            taken.append(line)
            if len(taken) > RUNAWAY_LINES:
                raise _Runaway
            yield line

    def _unclosed(self, cells: list[str]) -> bool:
        """A mark that does not pair, closes in the middle of a word, or glued whole records together."""
        taken, delimiter = self._taken, self._notes.delimiter
        if len(taken) == 1 and taken[0].count('"') % 2 == 0:
            return False
        try:
            list(csv.reader(iter(taken), delimiter=delimiter, strict=True))
        except csv.Error:
            return True
        width = taken[0].count(delimiter) + 1
        whole = all(line.count(delimiter) + 1 == width for line in taken)
        return len(taken) > 1 and whole and width > 1 and len(cells) != width

    def _plain_line(self) -> tuple[int, list[str]]:
        """The first taken line with its quotation marks as letters; the others are read again."""
        first, *others = self._taken
        self._again = [*reversed(others), *self._again] if not self._again else self._again + others[::-1]
        self._taken.clear()
        self._line += 1
        self._notes.stray_quotes.append(self._line)
        text = first.rstrip("\r\n")
        cells = text.split(self._notes.delimiter)
        return self._line, [_unquoted(cell) for cell in cells]


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell
