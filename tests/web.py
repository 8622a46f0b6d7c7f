"""The browser's side of a page test: Django's client, signed in as somebody of the cast."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from mingqian.accounts.types import Actor

SignedIn = Callable[[Actor], Client]


def anonymous() -> Client:
    """Nobody; a defect of ours stays an exception in the test."""
    return Client()


def text_of(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())
