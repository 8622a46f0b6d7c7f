"""A program with a token, and the refusals it gets."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

Program = Callable[..., "Client"]


@pytest.fixture
def program(cast: Any) -> Iterator[Program]:
    """``program(actor, "draw:read", …)`` is a client that carries such a token; no scope named: all of them."""
    from tests import programs
    from tests.web import lived

    with lived(cast.now):
        yield partial(programs.program, cast, now=cast.now)
