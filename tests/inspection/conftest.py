"""One signed draw and its opened batch for all tests of this folder's modules; each test undoes what it did."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from tests.inspection.field import Field


@pytest.fixture(scope="module")
def opened(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> "Iterator[Field]":
    """The batch once per module, inside a transaction that is rolled back at the module's end."""
    from tests.inspection.field import standing_field

    before, settings.HOME = settings.HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), transaction.atomic():
        yield standing_field()
        transaction.set_rollback(True)
    settings.HOME = before


@pytest.fixture
def field(opened: "Field", db: None) -> "Field":
    """The teams before their first visit."""
    return replace(opened)


@pytest.fixture
def kept_files(tmp_path: Path) -> Iterator[Path]:
    """A home of its own for what firms hand in."""
    before, settings.HOME = settings.HOME, tmp_path
    yield tmp_path
    settings.HOME = before
