"""The process that opens a workbook, alone with a memory and a time limit. Run by file name, imports nothing of ours.

A damaged or hostile workbook may ask for gigabytes or make the reader panic; here that costs one
short-lived process and an answer in words. Talks JSON lines: first the sheets with their first rows,
then, once a sheet's index came in, its rows.
"""

import json
import math
import os
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

FILLED = 10_000
"""Of how many rows it is told that a merged cell stands for them."""

EXACT = 10**15
"""From here on a spreadsheet's number has lost digits: 18-digit codes typed as numbers end in zeros."""


def cell(value: Any) -> str:  # noqa: ANN401  — whatever calamine hands out
    """One cell as text: whole numbers without a point, days in ISO, lost digits in E notation."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, (int, float)):
        if abs(value) >= EXACT:
            return f"{value:.14E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def row(values: list[Any], columns: int, chars: int, number: int) -> list[str]:
    """One row as texts; wider or longer than allowed raises, saying which."""
    cells = [cell(value) for value in values]
    if len(cells) > columns:
        while len(cells) > columns and not cells[-1]:
            cells.pop()
        if len(cells) > columns:
            raise OverflowError(f"columns {number} {len(cells)}")
    if any(len(text) > chars for text in cells):
        place = next(at for at, text in enumerate(cells, 1) if len(text) > chars)
        raise OverflowError(f"cell {number} {place}")
    return cells


def say(message: object) -> None:
    """One JSON line to the parent."""
    sys.stdout.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")


def rows_of(book: Any, number: int, filled: list[int]) -> Iterator[list[Any]]:  # noqa: ANN401
    """The rows of a sheet from A1 on: the reader keeps empty rows at the top but drops empty columns at the left."""
    sheet = book.get_sheet_by_index(number)
    left = [""] * (sheet.start[1] if sheet.start else 0)
    rows = (left + values for values in sheet.iter_rows())
    tall = sorted((top, bottom[0]) for top, bottom in sheet.merged_cell_ranges or () if bottom[0] > top[0])
    return merged(rows, tall, filled) if tall else rows


def merged(
    rows: Iterator[list[Any]], tall: list[tuple[tuple[int, int], int]], filled: list[int]
) -> Iterator[list[Any]]:
    """A cell merged over several rows stands for each of them that says anything of its own; the file has it once."""
    standing: dict[int, tuple[int, Any]] = {}
    at = 0
    for number, values in enumerate(rows):
        said = any(value != "" for value in values)
        for column, (last, value) in list(standing.items()):
            if number > last:
                del standing[column]
            elif said and values[column] == "":
                values[column] = value
                if len(filled) < FILLED and filled[-1:] != [number + 1]:
                    filled.append(number + 1)
        while at < len(tall) and tall[at][0][0] <= number:
            (_, column), last = tall[at]
            at += 1
            if column < len(values) and values[column] != "":
                standing[column] = (last, values[column])
        yield values


def sheets(book: Any, head: int, columns: int, chars: int) -> list[dict[str, Any]]:  # noqa: ANN401
    """Every sheet with its size and first rows; a sheet that cannot be read says so and spoils nothing."""
    found: list[dict[str, Any]] = []
    for number, meta in enumerate(book.sheets_metadata):
        entry: dict[str, Any] = {
            "name": meta.name,
            "visible": str(meta.visible).split(".")[-1] == "Visible",
            "table": str(meta.typ).split(".")[-1] == "WorkSheet",
            "head": [],
            "error": "",
        }
        if entry["table"]:
            try:
                for values in rows_of(book, number, []):
                    entry["head"].append(row(values, columns, chars, len(entry["head"]) + 1))
                    if len(entry["head"]) >= head:
                        break
            except BaseException as broken:  # a panic of the reader is not an Exception
                entry["head"].clear()
                entry["error"] = f"{type(broken).__name__}: {broken}"[:300]
        found.append(entry)
    return found


def stream(book: Any, number: int, rows: int, columns: int, chars: int) -> None:  # noqa: ANN401
    """All rows of one sheet."""
    count = 0
    filled: list[int] = []
    for values in rows_of(book, number, filled):
        count += 1
        if count > rows:
            say({"error": f"rows {book.get_sheet_by_index(number).total_height + 1}"})
            return
        say(row(values, columns, chars, count))
    say({"end": count, "filled": filled})


def main() -> None:
    """Arguments: fd, memory, cpu seconds, rows, columns, chars, head."""
    fd, memory, seconds, rows, columns, chars, head = (int(word) for word in sys.argv[1:8])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        with os.fdopen(fd, "rb") as file:
            file.seek(0)  # the parent may have left the shared offset anywhere
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            say({"sheets": sheets(book, head, columns, chars)})
            sys.stdout.flush()
            answer = sys.stdin.readline().strip()
            if answer:
                stream(book, int(answer), rows, columns, chars)
    except BaseException as broken:
        say({"error": f"{type(broken).__name__}: {broken}"[:300]})
    sys.stdout.flush()


if __name__ == "__main__":
    main()
