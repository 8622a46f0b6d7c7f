"""Offices to type in: an empty one, a founded one, and one per bureau that has been through its year."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.clauses.office import FOUNDING, Office


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An installed program with an empty database, made once; offices are copies of it."""
    office = Office(tmp_path_factory.mktemp("clauses") / "installed")
    office.home.mkdir()
    (answer,) = office.type(("migrate",))
    answer.done()
    return office


@pytest.fixture(scope="session")
def new_office(migrated: Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Office]:
    """A fresh office whenever it is asked for."""
    return lambda: migrated.moved(tmp_path_factory.mktemp("office") / "home")


@pytest.fixture
def founded(new_office: Callable[[], Office]) -> Office:
    """A bureau with its administrators and one officer of the legal office, L1."""
    office = new_office()
    for answer in office.type(*FOUNDING):
        answer.done()
    return office


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Where a copy of an office may go."""
    return tmp_path / "home"
