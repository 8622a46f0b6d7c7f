"""The browser's side of a page test: Django's client, signed in as somebody, on a day of the test's choosing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.test import Client

from mingqian.accounts import cookies
from mingqian.accounts.models import Session
from mingqian.accounts.types import Actor
from mingqian.ui import clock

TOKEN = "a-test-keeps-no-secrets"


@contextmanager
def lived(moment: datetime) -> Iterator[None]:
    """Every page in this block is opened at this moment."""
    with patch.object(clock, "now", lambda: moment):
        yield


def signed_in(actor: Actor, *, now: datetime) -> Client:
    """A client whose sign-in is complete, whatever steps it takes; the steps have tests of their own."""
    token = f"{TOKEN}-{actor.code}-{now.timestamp()}"
    Session.objects.get_or_create(
        digest=cookies.digest(token),
        defaults={
            "person_id": actor.person_id,
            "method": "password",
            "began_at": now,
            "expires_at": now + timedelta(hours=8),
            "complete_at": now,
            "address": "127.0.0.1",
            "agent": "tests",
        },
    )
    client = Client()
    client.cookies[cookies.NAME] = cookies.value(token, now)
    return client


def text_of(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())


def refusal_of(response: Any) -> str:
    """What the page says stands in the way, without its markup."""
    found = re.search(r'class="refusal".*?</div>', text_of(response), re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found.group()) if found else ""
