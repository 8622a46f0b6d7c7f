"""DuckDB over the roll file or over Parquet: two threads or two hundred, in flat memory. SHA-256 only."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused
from mingqian.engines import interface, sql

AT_ONCE = 10_000
DIALECT = sql.Dialect(
    text=lambda text: f"sha256({text})", leaf=lambda row: f"sha256('\\x00'::BLOB || encode({row}))"
)
ROLL_FILE = (
    "read_csv(?, delim = '|', header = false, quote = '', escape = '', columns = {'tag': 'VARCHAR',"
    " 'stratum': 'VARCHAR', 'status': 'VARCHAR', 'weight': 'USMALLINT', 'rec': 'VARCHAR'})"
)


@dataclass(frozen=True)
class DuckDB:
    """``duckdb``: what does not fit the memory it may use lies in a directory that is removed afterwards."""

    memory: str = "1GB"
    threads: int | None = None
    name = "duckdb"

    def version(self) -> str:
        import duckdb

        return str(duckdb.__version__)

    def can(self, suite: Suite, file: Path) -> Decision:
        here = interface.needs("duckdb", "DuckDB", "duckdb")
        return interface.only_sha256(suite, "DuckDB") if here else here

    @contextmanager
    def read(self, suite: Suite, file: Path) -> Iterator[sql.SqlRoll]:
        import duckdb

        with (
            tempfile.TemporaryDirectory(prefix="mq-duck-") as place,
            closing(duckdb.connect(f"{place}/roll.duckdb", config=self._config(place))) as connection,
        ):
            try:
                _load(connection, file)
            except duckdb.Error as fault:
                raise Refused(interface.unreadable(file, "DuckDB", fault)) from None
            ask = partial(_rows, connection)
            yield sql.SqlRoll(suite, DIALECT, ask, ask)

    def _config(self, place: str) -> dict[str, Any]:
        limits = {"memory_limit": self.memory, "temp_directory": place}
        return limits | ({"threads": self.threads} if self.threads else {})


def _load(connection: Any, file: Path) -> None:  # noqa: ANN401  # the package names no types
    """Parquet is asked where it lies; a roll file is read once."""
    if file.suffix == interface.PARQUET:
        named = ", ".join(interface.COLUMNS)
        path = str(file).replace("'", "''")
        connection.execute(f"CREATE VIEW roll AS SELECT {named} FROM read_parquet('{path}')")
    else:
        connection.execute(f"CREATE TABLE roll AS SELECT * FROM {ROLL_FILE}", [str(file)])
    connection.execute(f"CREATE TABLE slip AS SELECT range AS j FROM range(1, {sql.SLIPS + 1})")


def _rows(connection: Any, query: str) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    with closing(connection.cursor()) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
