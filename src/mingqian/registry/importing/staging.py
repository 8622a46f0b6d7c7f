"""A temporary table the checked rows wait in, and the few words in which the two databases differ.

Loading a million rows through the ORM is too slow by a factor of ten: SQLite takes ``executemany``,
PostgreSQL takes COPY. Everything here lives in the connection's temporary space; nothing is saved.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection

STAGE = "mq_import_stage"
UPDATES = "mq_import_update"
BATCH_ROWS = 5_000

#: Columns of the stage that are fields of a subject, in the order in which they are compared and copied.
TEXT_FIELDS = (
    "name",
    "legal_representative",
    "address",
    "contact_person",
    "contact_phone",
    "responsible_unit",
    "entity_type",
    "capital",
    "industry_code",
    "scope",
    "division_code",
    "status",
)
TYPED_FIELDS = {"registered_on": "date", "employees": "integer"}
FIELDS = (*TEXT_FIELDS, *TYPED_FIELDS)
LICENCE = ("licence_no", "licence_issuer", "licence_from", "licence_until")

#: line, code and fields as read; kind, tags, facts computed; unit_id resolved; the rest set by ``fates``.
COLUMNS = ("line", "code", *FIELDS, *LICENCE, "kind", "tags", "facts", "unit_id", "fate")
_INTEGERS = frozenset({"line", "unit_id", "subject_id", "row", "col"})


def on_sqlite() -> bool:
    """The embedded database, or PostgreSQL."""
    return connection.vendor == "sqlite"


def typed(expression: str, kind: str) -> str:
    """A staged text as a value of the column's type; empty is NULL."""
    value = f"NULLIF({expression}, '')"
    if kind in ("date", "timestamptz") and on_sqlite():
        return value  # SQLite keeps days and moments as text
    return f"CAST({value} AS {kind})"


def as_json(expression: str) -> str:
    """A staged text as JSON."""
    return expression if on_sqlite() else f"CAST({expression} AS jsonb)"


def distinct(left: str, right: str) -> str:
    """Different, with NULL as a value like others."""
    return f"{left} IS NOT {right}" if on_sqlite() else f"{left} IS DISTINCT FROM {right}"


def create(table: str, columns: Iterable[str]) -> None:
    """A fresh temporary table."""
    drop(table)
    spec = ", ".join(
        f"{name} {'bigint' if name in _INTEGERS or name == 'id' else 'text'}{' PRIMARY KEY' if name in ('line', 'id') else ''}"
        for name in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {table} ({spec})")


def drop(table: str) -> None:
    """Temporary tables go with the connection; a long-lived one should not keep them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def load(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Append rows by the quickest road the database has; answers how many."""
    iterator = iter(rows)
    first = list(islice(iterator, 1))
    if not first:
        return 0
    rows = chain(first, iterator)
    return _executemany(table, columns, rows) if on_sqlite() else _copy(table, columns, rows)


def _executemany(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
    count = 0
    iterator = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(iterator, BATCH_ROWS)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([_no_zero(value) for value in row])
            count += 1
    return count


def _no_zero(value: Any) -> Any:  # noqa: ANN401
    # PostgreSQL text cannot hold U+0000; healing has removed it from fields, raw cells of findings keep it.
    return value.replace("\x00", "") if value.__class__ is str and "\x00" in value else value


def execute(statement: str, values: Sequence[Any] = ()) -> int:
    """One statement; answers how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return int(cursor.rowcount)


def one(statement: str, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401
    """The only value of the only row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        row = cursor.fetchone()
    return row[0] if row else None


def fetch(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query known to be short."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def pages(select: str, where: str, values: Sequence[Any] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of a query over the stage in order of line; the first column must be ``st.line``.

    Page by page rather than through one open cursor: the caller writes between pages.
    """
    after = -1
    while True:
        page = fetch(
            f"{select} WHERE {where} AND st.line > %s ORDER BY st.line LIMIT {BATCH_ROWS}", [*values, after]
        )
        if not page:
            return
        yield page
        after = page[-1][0]
