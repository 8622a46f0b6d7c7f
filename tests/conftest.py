"""What every test may use: the database of choice, the shared reference, the cast of 鹭湾市."""

import gc
import os
import shutil
import sys
import tempfile
from multiprocessing import forkserver, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tests import postgres
from tests.house import clause_recorder
from tests.shell import empty, founded, founded_home  # noqa: F401 — fixtures for everybody

# What collecting makes stays to the end, modules and thousands of tests: looking through it for garbage finds none.
gc.disable()

# Compiled files are kept, for the workers and for every program a test starts; else each compiles all of it again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A slow moment of a shared machine is no counterexample; fifty examples a law in a whole run, ten in the quick tier.
# The same ones every time, so that a run says something of the change before it; `make shuffle` looks for others.
SAME = os.environ.get("MINGQIAN_TEST_SHUFFLE") is None
settings.register_profile("house", deadline=None, max_examples=50, derandomize=SAME)
settings.register_profile("quick", deadline=None, max_examples=10, derandomize=SAME)
settings.load_profile("house")

# Each of these files keeps a worker busy for long; begun last, one would leave the other worker without work.
LONG = (
    "tests/site/test_demo.py",
    "tests/clauses/",
    "tests/misuse/",
    "tests/api/test_schema.py",
    "tests/verify/test_mutations.py",
    "tests/house/test_access",
    "tests/site/test_run_year.py",
    "tests/browser/",
    "tests/core/draw/test_sxsj1_verification.py",
)
# No test of these directories is for PostgreSQL, so its run does not even read them; collecting on SQLite proves it.
DATABASE_FREE = ("browser", "clauses", "core", "engines", "house", "policy", "ui", "verify")
ROOT = Path(__file__).resolve().parents[1]
pytest_plugins = ["tests.forking"]
LEFT_OUT = pytest.StashKey[int]()
OWN_SERVER = "MINGQIAN_TEST_OWN_SERVER"
_server: postgres.Server | None = None
_making: BaseProcess | None = None
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
    if config.option.markexpr == "not slow":
        settings.load_profile("quick")
    os.environ["COLUMNS"] = "120"  # tables are as wide as the terminal: here always the same
    _choose_database(config.getoption("--database"))
    config.pluginmanager.register(_recorder(config), "clause-recorder")
    _load_the_program()
    if config.option.forks > 1 and not config.option.collectonly:
        _have_tables_made()


def _have_tables_made() -> None:
    """While this process collects, another core migrates for all workers and starts their fork server."""
    global _making
    from tests import tables

    if os.environ.get("DATABASE_URL") is None or os.environ.get(OWN_SERVER):
        _making = get_context("fork").Process(target=tables.make)
        _making.start()
    forkserver.ensure_running()


def _load_the_program() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingqian.site.settings"
    import django

    django.setup()
    _let_flush_pass_the_guards()
    _keep_migrated_tables()
    _look_up_static_files_once()


def _recorder(config: pytest.Config) -> clause_recorder.Recorder:
    from mingqian.policy import clausebook
    from mingqian.policy.schema.pack import ClauseStatus

    rows = [row for ledger in clausebook.ledgers() for row in ledger.rows]
    works = sorted(row.id for row in rows if row.status is ClauseStatus.WORKS)
    return clause_recorder.Recorder(works, clause_recorder.is_whole(config))


def _choose_database(wanted: str) -> None:
    global _home, _server
    _home = tempfile.mkdtemp(prefix="mq-home-")
    os.environ["MINGQIAN_HOME"] = os.environ["MINGQIAN_TEST_TABLES"] = _home
    os.environ["MINGQIAN_SQLITE_SYNCHRONOUS"] = "OFF"
    if wanted == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        return
    if os.environ.get("DATABASE_URL"):
        return
    try:
        _server = postgres.start()
        os.environ["DATABASE_URL"] = _server.url
        os.environ[OWN_SERVER] = "1"
    except postgres.NoPostgreSQL as reason:
        os.environ["MINGQIAN_TEST_NO_DATABASE"] = str(reason)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """From here on garbage is collected, of what the tests make; what stood before is never looked through again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    global _making, _server
    if _making is not None:
        _making.kill()  # with nothing collected it is still at work
        _making.join()
        _making = None
    if _server is not None:
        _server.stop()
        _server = None
    if _home:
        shutil.rmtree(_home, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    origin = f" ({_server.origin})" if _server else ""
    return f"database: {config.getoption('--database')}{origin}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """True: not collected; None: as the others say."""
    below = config.getoption("--database") == "postgresql" and collection_path.parent == ROOT / "tests"
    return True if below and collection_path.name in DATABASE_FREE else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With no PostgreSQL to be had, say so at every test that wanted one, instead of running on SQLite."""
    clause_recorder.carry(items)
    items.sort(key=_turn)
    if config.getoption("--database") == "postgresql":
        _leave_out_the_database_free(config, items)
    elif strays := [
        one.nodeid
        for one in items
        if one.path.parts[len(ROOT.parts) + 1] in DATABASE_FREE and _may_differ(one)
    ]:
        raise pytest.UsageError(
            f"DATABASE_FREE of tests/conftest.py leaves these out on PostgreSQL: {strays}"
        )
    reason = os.environ.get("MINGQIAN_TEST_NO_DATABASE")
    if reason and config.getoption("--database") == "postgresql":
        mark = pytest.mark.skip(reason=f"no PostgreSQL: {reason}")
        for item in items:
            item.add_marker(mark)


def _turn(item: pytest.Item) -> int:
    """Its place in LONG; what is short follows in the order it had."""
    return next((place for place, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG))


def _leave_out_the_database_free(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What another database cannot change has been run on SQLite: what never touches one, and what is marked so.

    pytest-django refuses every test the database unless it asks for it, so what a test asks for decides.
    """
    kept = [item for item in items if _may_differ(item)]
    left_out = [item for item in items if not _may_differ(item)]
    if left_out:
        items[:] = kept
        config.hook.pytest_deselected(items=left_out)
        config.stash[LEFT_OUT] = len(left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if LEFT_OUT in config.stash:
        count = config.stash[LEFT_OUT]
        terminalreporter.line(
            f"postgresql: left out {', '.join(DATABASE_FREE)} and {count} more tests whose answer no database changes; "
            "they run on SQLite"
        )


def _may_differ(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite"):
        return False
    asked = {"db", "transactional_db", "django_db_setup"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """Workers share the migrating; on a server that is not ours nothing is left behind, so there each migrates."""
    from tests import tables

    if os.environ.get(OWN_SERVER):
        with django_db_blocker.unblock():
            tables.from_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The stages of long lists stand before anybody begins a transaction.

    In one that has made a table, SQLite reads its whole schema again after every test that is undone: 8 ms each.
    """
    from mingqian.draw.services import staging

    with django_db_blocker.unblock():
        staging.clear()


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


def _keep_migrated_tables() -> None:
    from tests import tables  # Django has its settings by now

    tables.keep()


def _look_up_static_files_once() -> None:
    """A server does so when it starts; here every new ``Client`` would ask the disk for each of them again."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    ordinary, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def add_files_from_finders(self: WhiteNoiseMiddleware) -> None:
        if not found:
            ordinary(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders


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
