"""A bureau in the middle of its year, with one browser for each role, and everything that can be asked of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Any]:
    """A signed draw and its checks, once for this module, undone at its end."""
    from tests.inspection.field import standing_field

    before, django_settings.HOME = django_settings.HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), transaction.atomic():
        world = standing_field()
        (task,) = world.tasks()[:1]
        world.approved([task])
        world.recorded([task])
        yield world
        transaction.set_rollback(True)
    django_settings.HOME = before


@pytest.fixture
def browsers(world: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[Any, Any]]:
    """A browser for nobody and one for each role; who they are is looked up once."""
    from django.test import Client
    from tests.web import lived, signed_in

    from mingqian.accounts import middleware
    from mingqian.accounts.enums import Role
    from mingqian.accounts.selectors import sessions

    cast = world.cast
    found: dict[Any, Client] = {None: Client(raise_request_exception=False)}
    looked_up: dict[Any, Any] = {}
    for role in Role:
        found[role] = signed_in(cast[role], now=cast.now)
        found[role].raise_request_exception = False
    ordinary = sessions.visit

    def visit(cookie: str | None, *, now: Any) -> Any:
        if cookie not in looked_up:
            looked_up[cookie] = ordinary(cookie, now=now)
        return looked_up[cookie]

    monkeypatch.setattr(middleware.sessions, "visit", visit)
    with lived(cast.now):
        yield found
