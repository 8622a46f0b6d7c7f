"""Reading a list as it comes, row by row: CSV by the standard library, Parquet through DuckDB.

What belongs here: files and columns. What a row must say to stand in a roll is judged in entries.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TypeAlias

from mingqian.core.decision import Refused, demand, denied
from mingqian.engines import interface

Values: TypeAlias = dict[str, Any]
Tell: TypeAlias = Callable[[int, int], None]
AT_ONCE = 10_000
SAMPLE = 1 << 20
ENCODINGS = ("utf-8-sig", "gb18030")  # what offices' programs write


@dataclass(frozen=True, slots=True)
class Listing:
    """A list on disk: its columns, and its rows as often as they are asked for."""

    file: Path
    columns: tuple[str, ...]

    def rows(self, tell: Tell) -> Iterator[tuple[int, Values | None]]:
        """(number, values), none for a row of another width; a CSV's headings are row 1, as its reader sees it."""
        parquet = self.file.suffix == interface.PARQUET
        return _parquet_rows(self.file, tell) if parquet else _csv_rows(self.file, self.columns, tell)


def opened(file: Path) -> Listing:
    """The list with its columns; refused if there is none, or a column has no name or comes twice."""
    if not file.is_file():
        raise Refused(denied("list.missing", f"没有这个文件：{file.name}"))
    columns = _parquet_columns(file) if file.suffix == interface.PARQUET else _csv_columns(file)
    odd = sorted({name or "（空）" for name in columns if not name or columns.count(name) > 1})
    if odd or not columns:
        told = f"“{file.name}”的表头缺列名或有重名：{'、'.join(odd) or '没有表头'}"
        raise Refused(denied("list.columns", told, remedy="每列一个名称，互不相同"))
    return Listing(file, columns)


def _encoding(file: Path) -> str:
    with file.open("rb") as stream:
        start = stream.read(SAMPLE)
    try:
        # A character may be cut in two at the end of the sample.
        start[: len(start) - 3].decode("utf-8-sig") if len(start) == SAMPLE else start.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ENCODINGS[1]
    return ENCODINGS[0]


def _csv_columns(file: Path) -> tuple[str, ...]:
    with file.open(encoding=_encoding(file), newline="") as stream:
        try:
            return tuple(name.strip() for name in next(csv.reader(stream), []))
        except (UnicodeDecodeError, csv.Error) as fault:
            raise _unreadable(file, 1, fault) from None


def _csv_rows(file: Path, columns: tuple[str, ...], tell: Tell) -> Iterator[tuple[int, Values | None]]:
    size, number = file.stat().st_size, 1
    with file.open("rb") as stream, TextIOWrapper(stream, encoding=_encoding(file), newline="") as text:
        reader = csv.reader(text, strict=True)
        next(reader, None)
        try:
            for number, row in enumerate(reader, 2):
                if number % AT_ONCE == 0:
                    tell(stream.tell(), size)
                if row:
                    yield number, dict(zip(columns, row, strict=True)) if len(row) == len(columns) else None
        except (UnicodeDecodeError, csv.Error) as fault:
            raise _unreadable(file, number + 1, fault) from None


def _unreadable(file: Path, number: int, fault: Exception) -> Refused:
    """A cell beyond the reader's limit is one, or all the rest of the file after a quotation mark too few."""
    if "field limit" in str(fault):
        told = f"“{file.name}”第 {number} 行附近有一格太长，超过 {csv.field_size_limit():,} 个字符"
        return Refused(denied("list.long", told, remedy="请缩短这一格；这一格本不长的，是前面的引号没有成对"))
    told = f"“{file.name}”第 {number} 行附近读不出来（{'编码' if isinstance(fault, UnicodeDecodeError) else '引号或编码'}）"
    return Refused(denied("list.unreadable", told, remedy="请另存为 UTF-8 编码的 CSV，或用 Parquet"))


def _parquet_columns(file: Path) -> tuple[str, ...]:
    with closing(_duckdb(file)) as connection:
        described = _asked(connection, file, "DESCRIBE SELECT * FROM read_parquet(?)")
    inexact = [row[0] for row in described if _is_inexact(str(row[1]))]
    if inexact:
        told = f"“{file.name}”的列 {'、'.join(inexact)} 是小数，协议只用整数和文字"
        raise Refused(
            denied("list.fraction", told, "sxsj1 §1", "导出时改成整数（如以分计）或文字，或去掉这些列")
        )
    return tuple(row[0] for row in described)


def _is_inexact(kind: str) -> bool:
    return kind.startswith(("FLOAT", "DOUBLE", "DECIMAL"))


def _parquet_rows(file: Path, tell: Tell) -> Iterator[tuple[int, Values | None]]:
    with closing(_duckdb(file)) as connection:
        size = _asked(connection, file, "SELECT count(*) FROM read_parquet(?)")[0][0]
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(file)])
        columns = [name for name, *_ in cursor.description]
        done = 0
        while rows := cursor.fetchmany(AT_ONCE):
            for number, row in enumerate(rows, done + 1):
                yield number, dict(zip(columns, row, strict=True))
            done += len(rows)
            tell(done, size)


def _duckdb(file: Path) -> Any:  # noqa: ANN401  # an optional package
    demand(interface.needs("duckdb", "DuckDB（读 Parquet 要用）", "duckdb"))
    import duckdb

    return duckdb.connect(config={"memory_limit": "1GB"})


def _asked(connection: Any, file: Path, query: str) -> list[tuple[Any, ...]]:  # noqa: ANN401
    import duckdb

    try:
        rows: list[tuple[Any, ...]] = connection.execute(query, [str(file)]).fetchall()
    except duckdb.Error:
        told = f"“{file.name}”不是可读的 Parquet 文件"
        raise Refused(denied("list.unreadable", told, remedy="请重新导出")) from None
    return rows
