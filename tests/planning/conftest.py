"""The desk of 鹭湾市, set up once for a file and handed to every test as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from pytest_django.plugin import DjangoDbBlocker

if TYPE_CHECKING:  # this file is read before Django has its settings
    from tests.planning.desk import Desk


@contextmanager
def undone(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything written inside stays for the file's tests, each in its own savepoint, and then goes."""
    from django.db import transaction

    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def standing_desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator["Desk"]:
    from tests.planning.desk import standing_desk

    with undone(django_db_blocker):
        yield standing_desk()


@pytest.fixture
def desk(standing_desk: "Desk", db: None) -> "Desk":
    """Bureau, people, two items; a test's own writes are rolled back."""
    return standing_desk
