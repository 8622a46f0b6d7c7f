"""A program with a token, and the refusals it gets."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

Program = Callable[..., "Client"]


@pytest.fixture
def program(cast: Any) -> Iterator[Program]:
    """``program(actor, "draw:read", …)`` is a client that carries such a token; no scope named: all of them."""
    from django.test import Client
    from tests.web import lived

    from mingqian.accounts import services
    from mingqian.accounts.enums import Scope

    made = 0

    def carry(actor: Any, *scopes: str) -> Client:
        nonlocal made
        made += 1
        token = f"a-program-of-the-tests-{made}"
        services.tokens.issue(
            person=actor.code, name="测试程序", scopes=scopes or [one.value for one in Scope], token=token,
            valid_for=timedelta(days=1), by=cast.security_admin, now=cast.now,
        )  # fmt: skip
        return Client(headers={"Authorization": f"Bearer {token}"})

    with lived(cast.now):
        yield carry
