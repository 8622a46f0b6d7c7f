"""What a preview shows on the page, as plain JSON: counts, first new and changed rows, the cells in red."""

from collections.abc import Iterable, Iterator
from typing import Any

from mingqian.registry.importing import fates
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.findings import TITLES, Finding, Level, printable
from mingqian.registry.importing.preview import Preview
from mingqian.registry.importing.reading import SHEET_NAME, Table

CELLS = 200
LONGEST = 120


def counts(preview: Preview) -> dict[str, int]:
    """What the person agrees to; saving later must come to the same."""
    found = {fate.value: preview.fates.get(fate, 0) for fate in Fate}
    return {**found, "rows": preview.rows, "invalid": preview.invalid}


def shown(
    table: Table, preview: Preview, lines: Iterable[str], problems: Iterator[Finding]
) -> dict[str, Any]:
    """Everything the page of an upload tells."""
    return {
        "kind": table.layout.kind.value,
        "kind_label": table.layout.kind.label,
        "opening": table.described(),
        "columns": [[printable(head), label] for head, label in table.layout.in_words()],
        "unknown": [printable(name) for name in table.layout.unknown],
        "lines": [printable(line) for line in lines],
        "unread": list(_unread(table, preview)),
        "counts": counts(preview),
        "new": preview.fates.get(Fate.NEW, 0),
        "changed": preview.fates.get(Fate.CHANGED, 0),
        "unchanged": preview.fates.get(Fate.UNCHANGED, 0),
        "merged": preview.fates.get(Fate.MERGED, 0),
        "refused": preview.refused,
        "accepted": preview.accepted,
        "warned": preview.warned,
        "healed": preview.healed,
        "conflicts": preview.conflicts,
        "first_new": [[line, number, printable(name)] for line, number, name in preview.new],
        "first_changed": list(_changes(preview)),
        "kinds": list(_kinds(preview)),
        "cells": list(_cells(problems)),
        "gaps": [[label, number] for label, number in preview.gaps.items()],
    }


def _unread(table: Table, preview: Preview) -> Iterator[list[str]]:
    """What stands in the file and is not taken in: half a list must not pass for the whole."""
    if table.like_sheets:
        names = "、".join(f"“{printable(name[:SHEET_NAME])}”" for name in table.like_sheets)
        yield [
            "warn",
            f"同样表头的工作表还有{names}，这次没有读。还没有导入过的，入库以后再上传一次，在“工作表名称”里填它的名称。",
        ]
    for code, _, number, firsts in preview.tally.of(Level.HEALED):
        if code == "aside":
            lines = "、".join(str(found.line) for found in firsts) + ("等" if number > len(firsts) else "")
            yield ["info", f"第 {lines} 行是合计或附注，没有读。"]


def _changes(preview: Preview) -> Iterator[list[Any]]:
    for change in preview.changed:
        pairs = [
            [fates.label(name), _short(change.before.get(name, "")), _short(value)]
            for name, value in change.after.items()
        ]
        held = [[fates.label(name), _short(value)] for name, value in change.conflicts.items()]
        yield [change.line, printable(change.name), pairs, held]


def _kinds(preview: Preview) -> Iterator[list[Any]]:
    for level in Level:
        for code, name, number, firsts in preview.tally.of(level):
            title = f"{f'“{name}”' if name else '整行'}{TITLES.get(code, '')}"
            yield [level.value, level.label, title, number, firsts[0].message if firsts else ""]


def _cells(problems: Iterator[Finding]) -> Iterator[list[Any]]:
    """The first bad cells, errors and warnings, in the order of the file."""
    for number, found in enumerate(problems):
        if number >= CELLS:
            return
        yield [found.line, found.level.value, found.field, _short(found.raw), found.message]


def _short(value: object) -> str:
    text = printable(str(value))
    return text[:LONGEST] + ("……" if len(text) > LONGEST else "")
