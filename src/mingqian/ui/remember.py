"""What pages need not read twice: on one page because a GET never writes, from page to page while nothing was written."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")

_page: ContextVar[dict[Hashable, object] | None] = ContextVar("page", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """``ui.guard`` opens this around a GET; everywhere else nothing is remembered."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


def for_this_page(read: Callable[P, T]) -> Callable[P, T]:
    """A read of plain arguments, asked once on a page."""

    @wraps(read)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        held = _page.get()
        if held is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in held:
            held[key] = read(*args, **kwargs)
        return held[key]  # type: ignore[return-value]

    return remembered


MOST = 256
"""Answers kept of one read."""


def while_same(state: Callable[[], Hashable | None], read: Callable[P, T]) -> Callable[P, T]:
    """A read of plain arguments whose answer stays true for as long as ``state`` says the same; None vouches for nothing.

    Kept in this process, for pages alone and never inside a transaction: what may yet be undone is neither kept nor
    hidden. ``state`` is asked first, so an answer may be newer than the state it is kept under, but never older. Pages
    are answered side by side: a slow one puts its answer beside those of the state it asked for, whatever came since.
    """
    kept: tuple[Hashable | None, dict[Hashable, T]] = None, {}

    @wraps(read)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        nonlocal kept
        now = None if _page.get() is None or connection.in_atomic_block else state()
        if now is None:
            return read(*args, **kwargs)
        since, answers = kept
        if now != since or len(answers) >= MOST:
            answers = {}
            kept = now, answers
        key = (args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = read(*args, **kwargs)
        return answers[key]

    return remembered
