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


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """MINGQIAN_HOME of this module: rolls and keys are content-addressed, so tests cannot disturb one another."""
    before, settings.HOME = settings.HOME, tmp_path_factory.mktemp("home")
    yield settings.HOME
    settings.HOME = before


@pytest.fixture(scope="module")
def world(home: Path, django_db_setup: None, django_db_blocker: Any) -> "Iterator[Table]":
    """The world once per module, inside a transaction that is rolled back at the module's end."""
    from tests import cast as casting
    from tests.draw.table import Table

    with django_db_blocker.unblock(), transaction.atomic():
        yield Table(casting.assemble()).world()
        transaction.set_rollback(True)


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
