"""How a program shows who it is: a bearer token whose scopes narrow what its person may do."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from mingqian.accounts.enums import Scope
from mingqian.accounts.preset import CLAUSE
from mingqian.accounts.selectors import tokens
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.ui.types import PageRequest


class ApiRequest(PageRequest):
    """A request of a program: ``actor`` is somebody, ``scopes`` say how far."""

    actor: Actor
    now: datetime
    scopes: frozenset[str]


class Bearer(HttpBearer):
    """``Authorization: Bearer …``; cookies open nothing here, so a foreign page can do nothing either."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ANN401 — as ninja wants it
        """None makes it 401; a scope that is missing is refused with its name."""
        found = tokens.bearer(token, now=request.now)  # type: ignore[attr-defined]
        if found is None:
            return None
        if self.scope is not None and self.scope.value not in found.scopes:
            why = f"令牌“{found.name}”没有“{self.scope.label}”的权限范围（{self.scope.value}）"
            raise Refused(denied("access.token_scope", why, CLAUSE, "请安全管理员重新签发令牌"))
        request.actor = found.actor  # type: ignore[attr-defined]
        request.scopes = found.scopes  # type: ignore[attr-defined]
        return found


def needs(scope: Scope) -> Bearer:
    """For a router or an operation."""
    return Bearer(scope)
