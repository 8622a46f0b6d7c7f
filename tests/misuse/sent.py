"""Who looks at what was sent: an answer that never read a form or a query is the same whatever they hold."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

EVERYTHING, EMPTY = "*", "nothing there"
BY_NAME = ("__getitem__", "__contains__", "getlist")
WHOLE = (
    "__iter__",
    "__len__",
    "keys",
    "values",
    "items",
    "lists",
    "dict",
    "copy",
    "__copy__",
    "__deepcopy__",
)


@contextmanager
def read() -> Iterator[set[str]]:
    """The names meanwhile looked up in queries and forms; EVERYTHING if somebody took the whole, a file or the bytes.

    EMPTY: somebody asked for the whole where nothing was sent, as a page does that is also a form.
    While a request is taken apart nobody has looked yet. That the frame of every page repeats the page's own
    address does not count: it does so on every page alike.
    """
    seen, parsing = set[str](), list[bool]()

    def named(ordinary: Any) -> Any:
        def look(self: QueryDict, name: Any, *more: Any) -> Any:
            if not getattr(self, "_mutable", False) and not parsing:
                seen.add(str(name))
            return ordinary(self, name, *more)

        return look

    def whole(ordinary: Any) -> Any:
        def look(self: Any, *more: Any, **named: Any) -> Any:
            if not getattr(self, "_mutable", False) and not parsing:
                seen.add(EMPTY if isinstance(self, QueryDict) and not dict.__len__(self) else EVERYTHING)
            return ordinary(self, *more, **named)

        return look

    def taken_apart(ordinary: Any) -> Any:
        def take(self: WSGIRequest) -> None:
            parsing.append(True)
            try:
                ordinary(self)
            finally:
                parsing.pop()

        return take

    with ExitStack() as changed:
        for name in BY_NAME:
            changed.enter_context(patch.object(QueryDict, name, named(getattr(QueryDict, name))))
        for name in WHOLE:
            changed.enter_context(patch.object(QueryDict, name, whole(getattr(QueryDict, name))))
        for place, name in ((QueryDict, "urlencode"), (WSGIRequest, "read")):
            changed.enter_context(patch.object(place, name, whole(getattr(place, name))))
        for name in ("body", "FILES"):
            ordinary = getattr(WSGIRequest, name).fget
            changed.enter_context(patch.object(WSGIRequest, name, property(whole(ordinary))))
        changed.enter_context(
            patch.object(WSGIRequest, "_load_post_and_files", taken_apart(WSGIRequest._load_post_and_files))
        )
        yield seen
