"""Engines as they are installed here; a missing one is skipped, saying so."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from tests import postgres

from mingqian.engines import choice
from mingqian.engines.duckdb import DuckDB
from mingqian.engines.interface import Engine, needs
from mingqian.engines.postgresql import PostgreSQL


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    """A PostgreSQL with pgcrypto and an empty database."""
    given = os.environ.get("DATABASE_URL", "")
    try:
        running = None if given.startswith("postgresql") else postgres.start()
    except postgres.NoPostgreSQL as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    place = (running.url if running else given).rpartition("/")[0]
    with psycopg.connect(f"{place}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS engines")
        connection.execute("CREATE DATABASE engines")
    with psycopg.connect(f"{place}/engines", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")
    yield f"{place}/engines"
    if running:
        running.stop()


@pytest.fixture(params=["core", "sqlite", "duckdb", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param in ("core", "sqlite"):
        return choice.named(request.param)
    if request.param == "duckdb":
        missing = needs("duckdb", "DuckDB", "duckdb")
        if not missing:
            pytest.skip(missing.reason)
        return DuckDB(threads=2)
    return PostgreSQL(request.getfixturevalue("server"))
