"""What several tests of one file may share: a cast that stands as long as the file's tests run."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture
def desk(cast: Any) -> Iterator[Any]:
    """Who opens or hands in which page of the desk, on the cast's day."""
    from tests import web

    def go(who: Any, path: str, data: dict[str, Any] | None = None) -> Any:
        client = web.signed_in(who, now=cast.now)
        return client.get(f"/desk/{path}") if data is None else client.post(f"/desk/{path}", data)

    with web.lived(cast.now):
        yield go


@pytest.fixture(scope="module")
def standing_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """鹭湾市 inside a transaction that is rolled back after the last test of the file."""
    from django.db import transaction
    from tests import cast as casting

    with django_db_blocker.unblock(), transaction.atomic():
        yield casting.assemble()
        transaction.set_rollback(True)
