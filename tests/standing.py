"""What stands in a database, kept as rows: laid out again it costs a statement a table, not a hundred services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

Found = Mapping[str, tuple[Sequence[str], Sequence[tuple[Any, ...]]]]


def rows() -> Found:
    """Columns and rows of every table of ours, exactly as the database gives them."""
    tables = sorted(
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed
    )
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = [column[0] for column in cursor.description], cursor.fetchall()
    return found


@dataclass(frozen=True)
class Standing:
    """The rows that came since ``before``, with the keys they have.

    The keys stay free for them in the process that took them: SQLite's counters go back with a test's
    transaction and forward with these rows; PostgreSQL's never go back.
    """

    tables: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]

    @classmethod
    def since(cls, before: Found) -> "Standing":
        """Taken when everything has been built; nothing that stood before may have been changed."""
        tables = []
        for table, (columns, found) in rows().items():
            known = set(before[table][1])
            assert known <= set(found), f"{table}: a row that stood before was changed"
            new = [row for row in found if row not in known]
            if new:
                names = ", ".join(f'"{name}"' for name in columns)
                marks = ", ".join(["%s"] * len(columns))
                tables.append((f'INSERT INTO "{table}" ({names}) VALUES ({marks})', new))
        return cls(tables)

    def lay_out(self) -> None:
        """The same rows again, in the transaction of who calls; their order is free, references are checked last."""
        with connection.cursor() as cursor:
            for insert, new in self.tables:
                cursor.executemany(insert, new)
