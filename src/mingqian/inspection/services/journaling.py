"""How tasks are called in the journal. Many at once are one entry: their number and a digest of every row."""

from collections.abc import Mapping, Sequence
from typing import Any

from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.inspection.models import Task

NAMED = 20
"""So many codes stand in an entry by name; the digest covers all of them."""


def thing(tasks: Sequence[Task]) -> str:
    """One task by its code, many by their batch."""
    if len(tasks) == 1:
        return f"task:{tasks[0].code}"
    return f"inspection:{tasks[0].batch.code}"


def body(tasks: Sequence[Task], rows: Sequence[Mapping[str, Any]], **more: object) -> dict[str, Any]:
    """What an entry says of the rows: a single one in full, many by number, first names and digest."""
    if len(tasks) == 1:
        return {**rows[0], **more}
    return {
        "tasks": len(tasks),
        "named": [task.code for task in tasks[:NAMED]],
        "sha256": hex_digest(Suite.SHA256, jcs([dict(row) for row in rows])),
        **more,
    }


def plain(text: str) -> str:
    """Texts of several lines go into the journal on one."""
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())
