"""SQLite: the online copy of the file, and its way back."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

FILE = "database.sqlite3"


def dump(place: Path) -> dict[str, int]:
    """A copy as of one moment while the site works on; rows by table, counted in the copy."""
    connection.ensure_connection()
    with sqlite3.connect(place / FILE) as copy:
        connection.connection.backup(copy)
    copy.close()
    # Closed for good: the copy is one file without a log beside it.
    reader = sqlite3.connect(place / FILE)
    try:
        reader.execute("PRAGMA journal_mode=DELETE")
        names = reader.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: _count(reader, name) for (name,) in names if counted(name)}
    finally:
        reader.close()


def counted(table: str) -> bool:
    """The pieces of the search index are no rows of anybody's, nor are SQLite's own."""
    return not table.startswith(("search_gram", "sqlite_"))


def _count(reader: sqlite3.Connection, table: str) -> int:
    return int(reader.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 — a name of ours


def load(place: Path, rows: Sequence[str]) -> None:
    """Put the copy where the settings expect the database. Nothing lies there: that was asked before."""
    target = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for left in (target, *(target.with_name(target.name + ending) for ending in ("-wal", "-shm"))):
        left.unlink(missing_ok=True)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.replace(place / FILE, target)


def count(rows: Sequence[str]) -> dict[str, int]:
    """Rows by table in the restored database."""
    found = {}
    with connection.cursor() as cursor:
        for table in rows:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
    return found
