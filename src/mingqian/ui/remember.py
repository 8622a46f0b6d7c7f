"""What one page reads twice: while a GET is answered nothing is written, so the first answer stays true to its end."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

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
