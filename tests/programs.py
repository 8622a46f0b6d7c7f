"""A program with a token: a client that acts for somebody within the scopes named."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.test import Client

from mingqian.accounts import services
from mingqian.accounts.enums import Scope
from mingqian.accounts.types import Actor


def program(cast: Any, actor: Actor, *scopes: str, now: datetime) -> Client:
    """Issued by the security administrator for a quarter; no scope named: all of them."""
    token = sha256(f"{actor.code} {scopes}".encode()).hexdigest()
    services.tokens.issue(
        person=actor.code, name="测试程序", scopes=scopes or [one.value for one in Scope], token=token,
        valid_for=timedelta(days=90), by=cast.security_admin, now=now,
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {token}"})


def post(client: Client, path: str, body: Any = None) -> Any:
    """JSON, as a program sends it."""
    return client.post(f"/api/v1{path}", {} if body is None else body, content_type="application/json")
