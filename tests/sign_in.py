"""Signing somebody in for a test: the row and the cookie, without the pages that lead there."""

from datetime import datetime, timedelta
from itertools import count

from mingqian.accounts import cookies
from mingqian.accounts.models import Session
from mingqian.accounts.steps import Method
from mingqian.accounts.types import Actor

_numbers = count(1)


def cookie(
    actor: Actor, *, now: datetime, seen_at: datetime | None = None, **changes: object
) -> dict[str, str]:
    """A complete session of this person; what their browser sends: ``Client(…).cookies.load(cookie(…))``."""
    token = f"test-{next(_numbers)}"
    given = {
        "person_id": actor.person_id,
        "digest": cookies.digest(token),
        "method": Method.PASSWORD,
        "began_at": now,
        "expires_at": now + timedelta(hours=12),
        "complete_at": now,
    }
    Session.objects.create(**given | changes)
    return {cookies.NAME: cookies.value(token, seen_at or now)}
