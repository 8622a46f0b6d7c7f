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


def row(values: list[Any], columns: int, chars: int) -> list[str]:
    """One row as texts; wider or longer than allowed raises."""
    cells = [cell(value) for value in values]
    if len(cells) > columns:
        while len(cells) > columns and not cells[-1]:
            cells.pop()
        if len(cells) > columns:
            raise OverflowError(f"columns {len(cells)}")
    if any(len(text) > chars for text in cells):
        raise OverflowError("cell")
    return cells


def say(message: object) -> None:
    """One JSON line to the parent."""
    sys.stdout.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")


def rows_of(book: Any, number: int) -> Iterator[list[Any]]:  # noqa: ANN401
    """The rows of a sheet from A1 on: the reader keeps empty rows at the top but drops empty columns at the left."""
    sheet = book.get_sheet_by_index(number)
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for values in sheet.iter_rows():
        yield left + values


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
                for values in rows_of(book, number):
                    entry["head"].append(row(values, columns, chars))
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
    for values in rows_of(book, number):
        count += 1
        if count > rows:
            say({"error": f"rows {book.get_sheet_by_index(number).total_height + 1}"})
            return
        say(row(values, columns, chars))
    say({"end": count})


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
