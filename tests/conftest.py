"""What every test may use: the database of choice, the shared reference, the cast of 鹭湾市."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tests import postgres
from tests.shell import empty, founded, founded_home  # noqa: F401 — fixtures for everybody

# A slow moment of a shared machine is no counterexample; fifty examples a law keep the quick tier quick.
settings.register_profile("house", deadline=None, max_examples=50)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]
_server: postgres.Server | None = None
_home = ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="postgresql: DATABASE_URL if set, else local binaries, else the ones from PyPI, else skip",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose the database before Django reads its settings; workers inherit the controller's choice."""
    if not hasattr(config, "workerinput"):
        _choose_database(config.getoption("--database"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingqian.site.settings"
    import django

    django.setup()
    _let_flush_pass_the_guards()


def _choose_database(wanted: str) -> None:
    global _home, _server
    _home = tempfile.mkdtemp(prefix="mq-home-")
    os.environ["MINGQIAN_HOME"] = _home
    os.environ["MINGQIAN_SQLITE_SYNCHRONOUS"] = "OFF"
    if wanted == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        return
    if os.environ.get("DATABASE_URL"):
        return
    try:
        _server = postgres.start()
        os.environ["DATABASE_URL"] = _server.url
    except postgres.NoPostgreSQL as reason:
        os.environ["MINGQIAN_TEST_NO_DATABASE"] = str(reason)


def pytest_unconfigure(config: pytest.Config) -> None:
    global _server
    if _server is not None:
        _server.stop()
        _server = None
    if _home:
        shutil.rmtree(_home, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    origin = f" ({_server.origin})" if _server else ""
    return f"database: {config.getoption('--database')}{origin}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With no PostgreSQL to be had, say so at every test that wanted one, instead of running on SQLite."""
    reason = os.environ.get("MINGQIAN_TEST_NO_DATABASE")
    if reason and config.getoption("--database") == "postgresql":
        mark = pytest.mark.skip(reason=f"no PostgreSQL: {reason}")
        for item in items:
            item.add_marker(mark)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared reference beside the repository; not part of it, so a test may have to do without."""
    place = (ROOT / "../shared").resolve()
    if not (place / "README.md").exists():
        pytest.skip("the shared reference directory is not beside this checkout")
    return place


@pytest.fixture
def cast(db: None) -> Any:
    """鹭湾市 with one person per role."""
    from tests import cast as casting

    return casting.assemble()


def _let_flush_pass_the_guards() -> None:
    """Transactional tests empty the tables at their end, which is what the guards exist to refuse.

    Only Django's own flush, only here: the guards are lifted around it and put back.
    """
    from django.core.management.commands import flush

    ordinary = flush.sql_flush

    def sql_flush(style: Any, connection: Any, **options: Any) -> list[str]:
        statements = ordinary(style, connection, **options)
        lift, restore = _guards(connection)
        return [*lift, *statements, *restore]

    flush.sql_flush = sql_flush


def _guards(connection: Any) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
            found = cursor.fetchall()
            return [f'DROP TRIGGER "{name}"' for name, _ in found], [sql for _, sql in found]
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal ORDER BY relname"
        )
        tables = [name for (name,) in cursor.fetchall()]
    return (
        [f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in tables],
        [f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in tables],
    )
