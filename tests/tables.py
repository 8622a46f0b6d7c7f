"""The tables of a new database: migrated once in a run of the tests, and copied ever after.

Migrating takes seconds, and every worker, every office and every rehearsal of the suite begins with it. What a fresh
interpreter starts (``Shell.start``) migrates by itself all the same.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection as ordinary
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PLACE = "MINGQIAN_TEST_TABLES"
TEMPLATE = "mingqian_tables"
ORDINARY = {"app_label": None, "migration_name": None, "fake": False, "plan": False, "check_unapplied": False}
_migrate = migrate.Command.handle


def keep() -> None:
    """From now on ``migrate`` in this process, and in those forked from it, uses what was made before."""
    migrate.Command.handle = _handle  # type: ignore[method-assign]


def _handle(command: migrate.Command, *words: Any, **options: Any) -> Any:
    connection = connections[options["database"]]
    if _copied_from_the_template(connection):
        return None
    place = os.environ.get(PLACE)
    if not place or not _new(connection) or any(options.get(name, no) != no for name, no in ORDINARY.items()):
        return _migrate(command, *words, **options)
    made = Path(place) / "tables.sqlite3"
    with _alone():
        if not made.exists():
            said = _migrate(command, *words, **options)
            _copy(connection.connection, made)
            return said
    with closing(sqlite3.connect(made)) as source:
        source.backup(connection.connection)
    return None


def make() -> None:
    """Before anybody asks: the tables that will be copied."""
    if ordinary.vendor == "postgresql":
        from_template()
    else:
        ordinary.settings_dict["NAME"] = ":memory:"
        call_command("migrate", verbosity=0)


def from_template() -> None:
    """On a PostgreSQL of this run's own: the worker's database becomes a copy of one that was migrated."""
    if ordinary.vendor != "postgresql":
        return
    made = Path(os.environ[PLACE]) / TEMPLATE
    with _alone():
        if not made.exists():
            _migrate_template()
            made.touch()
    ordinary.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def _migrate_template() -> None:
    before = ordinary.settings_dict["NAME"], ordinary.settings_dict["TEST"]["NAME"]
    ordinary.settings_dict["TEST"]["NAME"] = TEMPLATE
    ordinary.creation.create_test_db(verbosity=0, autoclobber=True)
    ordinary.close()
    ordinary.settings_dict["NAME"], ordinary.settings_dict["TEST"]["NAME"] = before
    settings.DATABASES["default"]["NAME"] = before[0]


def _copied_from_the_template(connection: BaseDatabaseWrapper) -> bool:
    test = connection.settings_dict["TEST"]
    return bool(test.get("TEMPLATE")) and connection.settings_dict["NAME"] == test["NAME"]


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(os.environ[PLACE]) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _new(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "sqlite" and not connection.introspection.table_names()


def _copy(source: sqlite3.Connection, made: Path) -> None:
    unfinished = made.with_suffix(".new")
    with closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    unfinished.rename(made)
