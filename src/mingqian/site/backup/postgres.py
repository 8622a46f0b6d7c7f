"""PostgreSQL: every table by COPY as of one moment, and back into freshly migrated tables.

No pg_dump: its version must fit the server's, and the machine of the site often has none.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

FOLDER = "tables"
FILE = "database.copy"
#: Made again by ``migrate`` (migrations) or from other tables (the search index).
LEFT_OUT = ("django_migrations", "search_gram")


def tables() -> list[str]:
    """Every table of the program."""
    return sorted(set(connection.introspection.table_names()) - set(LEFT_OUT))


def dump(place: Path) -> dict[str, int]:
    """One file: a line with table and columns, the rows as PostgreSQL writes them, a line with a full stop."""
    rows = {}
    with transaction.atomic(), connection.cursor() as cursor, (place / FILE).open("wb") as out:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in tables():
            columns = _columns(cursor, table)
            out.write(f"{table} {' '.join(columns)}\n".encode())
            named = ", ".join(f'"{column}"' for column in columns)
            with cursor.copy(f'COPY "{table}" ({named}) TO STDOUT') as copy:
                for block in copy:
                    out.write(block)
            out.write(b"\\.\n")
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 — a name of ours
            rows[table] = int(cursor.fetchone()[0])
    return rows


def load(place: Path, rows: Sequence[str]) -> None:
    """Migrate, then fill; the guards are lifted by the owner of the tables for the length of the filling."""
    call_command("migrate", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor, (place / FILE).open("rb") as source:
        for table in rows:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        while head := source.readline():
            table, *columns = head.decode().split()
            named = ", ".join(f'"{column}"' for column in columns)
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
                while (line := source.readline()) not in (b"\\.\n", b""):
                    copy.write(line)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in rows:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
            _set_counter(cursor, table)


def _columns(cursor: Any, table: str) -> list[str]:  # noqa: ANN401 — Django's wrapper of psycopg's cursor
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _set_counter(cursor: Any, table: str) -> None:  # noqa: ANN401
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_identity = 'YES'",
        [table],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(
            f'SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(MAX("{column}"), 0) + 1, false)'  # noqa: S608
            f' FROM "{table}"',
            [f'"{table}"', column],
        )


def count(rows: Sequence[str]) -> dict[str, int]:
    """Rows by table in the restored database."""
    found = {}
    with connection.cursor() as cursor:
        for table in rows:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
    return found
