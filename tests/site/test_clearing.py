"""清除演示: the tables stay as they are laid out, and nothing stands in them."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from mingqian.site.demo import clearing

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def shape(base: sqlite3.Connection) -> set[tuple[str, str]]:
    found = base.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(name, sql) for name, sql in found if not name.startswith("sqlite_")}


def test_what_is_laid_out_anew_is_the_same_to_the_last_trigger(tmp_path: Path) -> None:
    layout = clearing._layout()
    assert layout is not None and len(layout.applied) > 20
    fresh = sqlite3.connect(tmp_path / "fresh.sqlite3")
    for statement in layout.tables:
        fresh.execute(statement)
    connection.ensure_connection()
    mine = connection.connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    assert shape(fresh) == {(name, sql) for name, sql in mine if not name.startswith("sqlite_")}
    fresh.close()
