"""SQLite: a private file of its own, H registered as a function. Knows both suites and needs nothing installed.

It shows that the draw is the same in SQL; the core is quicker.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mingqian.core.canonical import Suite, hasher
from mingqian.core.decision import Decision, Refused
from mingqian.engines import interface, reference, sql

DIALECT = sql.Dialect(text=lambda text: f"text_digest({text})", leaf=lambda row: f"leaf_digest({row})")
TABLES = (
    "CREATE TABLE roll (tag TEXT PRIMARY KEY, stratum TEXT NOT NULL, status TEXT NOT NULL,"
    " weight INTEGER NOT NULL, rec TEXT NOT NULL) WITHOUT ROWID, STRICT",
    f"CREATE TABLE slip AS WITH RECURSIVE n(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM n WHERE j < {sql.SLIPS})"
    " SELECT j FROM n",
)


class SQLite:
    """``sqlite``."""

    name = "sqlite"

    def version(self) -> str:
        return sqlite3.sqlite_version

    def can(self, suite: Suite, file: Path) -> Decision:
        return interface.no_parquet(file, "SQLite")

    @contextmanager
    def read(self, suite: Suite, file: Path) -> Iterator[sql.SqlRoll]:
        # The empty name is a private file that SQLite removes by itself.
        with closing(sqlite3.connect("")) as connection:
            _teach(connection, suite)
            for statement in TABLES:
                connection.execute(statement)
            try:
                connection.executemany("INSERT INTO roll VALUES (?, ?, ?, ?, ?)", _rows(suite, file))
            except (sqlite3.Error, UnicodeDecodeError) as fault:
                raise Refused(interface.unreadable(file, "SQLite", fault)) from None
            yield sql.SqlRoll(suite, DIALECT, connection.execute, connection.execute)


def _teach(connection: sqlite3.Connection, suite: Suite) -> None:
    make = hasher(suite)

    def text_digest(text: str) -> str:
        return make(text.encode("ascii")).hexdigest()

    def leaf_digest(row: str) -> str:
        return make(b"\x00" + row.encode("ascii")).hexdigest()

    connection.create_function("text_digest", 1, text_digest, deterministic=True)
    connection.create_function("leaf_digest", 1, leaf_digest, deterministic=True)


def _rows(suite: Suite, file: Path) -> Iterator[list[Any]]:
    for line in reference.RollFile(suite, file).lines():
        yield line.decode("ascii").split("|")
