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
def world(
    home: Path, django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest
) -> "Iterator[Table]":
    """The world as far as the module's ``STAGE`` says, inside a transaction rolled back at the module's end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _at(getattr(request.module, "STAGE", ""))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def staged(world: "Table") -> "Table":
    """A module that changes something in the world first says so with a fixture of this name."""
    return world


def _at(stage: str) -> "Table":
    """Through the services the first time in this process; then the same rows and files again."""
    from tests import standing
    from tests.draw.table import Table

    def build() -> "Table":
        if stage:
            table: Table = getattr(_at(""), f"until_{stage}")()
            return table
        return Table.where_all_stand().world()

    return replace(standing.once(("draw", stage), build))


@pytest.fixture
def table(staged: "Table", db: None) -> "Table":
    """A draw at the module's stage; whatever the test does is undone (``db`` rolls back to where it began)."""
    return replace(staged)
