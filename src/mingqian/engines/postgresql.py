"""PostgreSQL: `sha256` is built in, SM3 comes with pgcrypto; large rolls are hashed by several workers.

The tables live in one transaction that is always rolled back: nothing stays behind, not even after a crash.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.engines import interface, sql

AT_ONCE = 20_000
BLOCK = 1 << 20
TABLES = (
    # Unlogged, not temporary: temporary tables are not read by parallel workers.
    'CREATE UNLOGGED TABLE roll (tag text COLLATE "C" NOT NULL, stratum text COLLATE "C" NOT NULL,'
    ' status text COLLATE "C" NOT NULL, weight smallint NOT NULL, rec text COLLATE "C" NOT NULL)',
    f"CREATE UNLOGGED TABLE slip AS SELECT j FROM generate_series(1, {sql.SLIPS}) AS j",
    "SET LOCAL jit = off",  # costs more than it gives
)
COPY = "COPY roll FROM STDIN (FORMAT csv, DELIMITER '|', QUOTE E'\\x01')"


def dialect(suite: Suite) -> sql.Dialect:
    """H of bytes in hexadecimal; ``COLLATE "C"`` orders by bytes, whatever the database's language."""

    def digest(data: str) -> str:
        digested = f"sha256({data})" if suite is Suite.SHA256 else f"digest({data}, 'sm3')"
        return f"encode({digested}, 'hex') COLLATE \"C\""

    return sql.Dialect(
        text=lambda text: digest(f"convert_to({text}, 'UTF8')"),
        leaf=lambda row: digest(f"'\\x00'::bytea || convert_to({row}, 'UTF8')"),
    )


@dataclass(frozen=True)
class PostgreSQL:
    """``postgresql``: the server at ``url``; whoever connects may create tables there."""

    url: str
    name = "postgresql"

    def version(self) -> str:
        with closing(self._connect()) as connection:
            return str(connection.info.server_version // 10_000)

    def can(self, suite: Suite, file: Path) -> Decision:
        readable = interface.no_parquet(file, "PostgreSQL")
        if not readable or suite is Suite.SHA256:
            return readable
        with closing(self._connect()) as connection:
            return _knows_sm3(connection)

    @contextmanager
    def read(self, suite: Suite, file: Path) -> Iterator[sql.SqlRoll]:
        with closing(self._connect()) as connection:
            for statement in TABLES:
                connection.execute(statement)
            _load(connection, file)
            yield sql.SqlRoll(suite, dialect(suite), _Asked(connection).ask, _Asked(connection).stream)
            connection.rollback()

    def _connect(self) -> psycopg.Connection[TupleRow]:
        try:
            return psycopg.connect(self.url)
        except psycopg.Error as fault:
            told = f"连不上 PostgreSQL：{str(fault).splitlines()[0][:200]}"
            remedy = "请检查 MINGQIAN_ENGINE_AT（不写则用 DATABASE_URL）和数据库服务"
            raise Refused(denied("engine.unreachable", told, remedy=remedy)) from None


@dataclass(frozen=True)
class _Asked:
    connection: psycopg.Connection[TupleRow]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode()).fetchall()

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """By a cursor on the server: flat memory here, and one worker there."""
        with self.connection.cursor(name="stream") as cursor:
            cursor.itersize = AT_ONCE
            yield from cursor.execute(query.encode())


def _load(connection: psycopg.Connection[TupleRow], file: Path) -> None:
    try:
        with connection.cursor().copy(COPY) as target, file.open("rb") as stream:
            while block := stream.read(BLOCK):
                target.write(block)
        connection.execute("ANALYZE roll")
    except psycopg.Error as fault:
        raise Refused(interface.unreadable(file, "PostgreSQL", fault)) from None


def _knows_sm3(connection: psycopg.Connection[TupleRow]) -> Decision:
    try:
        connection.execute("SELECT digest(''::bytea, 'sm3')")
    except psycopg.Error:
        told = "这个 PostgreSQL 没有 SM3（需要扩展 pgcrypto，且其 OpenSSL 支持 SM3）"
        return denied("engine.suite", told, interface.PORTABILITY, "请安装 pgcrypto，或改用 core、sqlite")
    return allowed()
