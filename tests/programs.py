"""A program with a token, a client that acts for somebody within the scopes named; and what the journal holds after."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.test import Client

from mingqian.accounts import services
from mingqian.accounts.enums import Scope
from mingqian.accounts.types import Actor
from mingqian.audit import selectors as journal


def program(cast: Any, actor: Actor, *scopes: str, now: datetime) -> Client:
    """Issued by the security administrator for a quarter; no scope named: all of them."""
    token = sha256(f"{actor.code} {scopes} {now}".encode()).hexdigest()
    services.tokens.issue(
        person=actor.code, name="测试程序", scopes=scopes or [one.value for one in Scope], token=token,
        valid_for=timedelta(days=90), by=cast.security_admin, now=now,
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {token}"})


def post(client: Client, path: str, body: Any = None) -> Any:
    """JSON, as a program sends it."""
    return client.post(f"/api/v1{path}", {} if body is None else body, content_type="application/json")


def acts(cast: Any, at: str = "", **wanted: str) -> list[tuple[str, str]]:
    """(kind, by whom) of everything of a ``thing`` or a ``kind``, oldest first; each has its moment, which begins with ``at``."""
    found = list(journal.entries(cast.audit_admin, **wanted))
    assert all(entry.at and entry.at.startswith(at) for entry in found)
    return [(entry.kind, entry.actor) for entry in found]


def acts_of_a_day(cast: Any, **wanted: str) -> list[tuple[str, str, str]]:
    """The same with the day."""
    return [(one.kind, one.actor, one.at[:10]) for one in journal.entries(cast.audit_admin, **wanted)]
