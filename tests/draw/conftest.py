"""Draws need a home of their own on disk, and a world that many tests may share."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from tests.draw.table import Table
    from tests.standing import Standing


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """MINGQIAN_HOME of this module: rolls and keys are content-addressed, so tests cannot disturb one another."""
    before, settings.HOME = settings.HOME, tmp_path_factory.mktemp("home")
    yield settings.HOME
    settings.HOME = before


@pytest.fixture(scope="module")
def world(home: Path, django_db_setup: None, django_db_blocker: Any) -> "Iterator[Table]":
    """The world once per module, inside a transaction that is rolled back at the module's end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)


_first: "list[tuple[Table, Standing]]" = []


def _world() -> "Table":
    """Through the services the first time in this process; then the same rows again."""
    from tests import cast as casting
    from tests import standing
    from tests.draw.table import Table

    if not _first:
        before = standing.rows()
        table = Table(casting.assemble()).world()
        _first.append((table, standing.Standing.since(before)))
    else:
        _first[0][1].lay_out()
    return replace(_first[0][0])


@pytest.fixture(scope="module")
def staged(world: "Table", request: pytest.FixtureRequest) -> "Table":
    """The world taken as far as the module's ``STAGE`` says."""
    stage = getattr(request.module, "STAGE", "")
    if stage:
        getattr(world, f"until_{stage}")()
    return world


@pytest.fixture
def table(staged: "Table", db: None) -> "Table":
    """A draw at the module's stage; whatever the test does is undone (``db`` rolls back to where it began)."""
    return replace(staged)
