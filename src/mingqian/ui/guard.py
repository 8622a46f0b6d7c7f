"""A GET never writes: while one is answered, the connection refuses every statement that would."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from mingqian.ui import remember

_WRITES = re.compile(
    r"\s*(insert|update|delete|replace|create|drop|alter|truncate|copy|merge)\b", re.IGNORECASE
)
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class WroteOnGet(AssertionError):
    """A defect of ours: a page that only shows tried to change something. Nothing was changed."""


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401
    """An execute wrapper of Django's connection."""
    if _WRITES.match(sql):
        raise WroteOnGet(f"a GET tried to write: {sql[:80]}")
    return execute(sql, params, many, context)


class ReadOnlyGets:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes), remember.one_page():
            return self.get_response(request)
