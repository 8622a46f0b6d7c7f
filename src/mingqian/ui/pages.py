"""How a view answers: show, done, download. Views parse, ask a selector or a service, and end here."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render, resolve_url

from mingqian.core.decision import Refused
from mingqian.ui.forms import Form

Thing = TypeVar("Thing")

_KINDS = {
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "py": "text/x-python; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "zip": "application/zip",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "bin": "application/octet-stream",
}


def show(
    request: Any,  # noqa: ANN401 — a PageRequest or a room's subclass of it
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int | None = None,
    part: str = "",
) -> HttpResponse:
    """Render. A POST that comes here was refused: 422. ``part`` is the piece htmx asked for."""
    fragment = f"#{part}" if part and getattr(request, "htmx", None) else ""
    if status is None:
        status = 422 if request.method == "POST" else 200
    return render(request, template + fragment, context or {}, status=status)


def done(request: Any, to: str, *args: object, told: str = "", **kwargs: object) -> HttpResponse:  # noqa: ANN401
    """After an act: say what was done and go there (303, so that reloading repeats nothing)."""
    if told:
        messages.success(request, told)
    return HttpResponseRedirect(resolve_url(to, *args, **kwargs), status=303)


def given(request: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """What a form is built with: everything handed in on a POST, an empty one too; nothing on a GET."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def submitted(request: Any, form: Form, act: Callable[[], object]) -> bool:  # noqa: ANN401
    """Was the form handed in, valid, and carried out? A refusal becomes the form's error summary."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def found(thing: Thing | None) -> Thing:
    """The thing, or the 404 page: the same answer for what is not there and what is not yours."""
    if thing is None:
        raise Http404
    return thing


def download(
    name: str, content: bytes | str | Iterable[bytes], kind: str, *, inline: bool = False
) -> HttpResponse:
    """A file to keep, or with ``inline`` to look at and print. The name is quoted for every browser, without folders."""
    safe = name.replace("\\", "/").rsplit("/", 1)[-1].strip(". ") or "download"
    kept = "".join(one for one in safe if one.isprintable() and one not in '"<>:|?*')
    # A streamed answer differs only in how it is sent, which no view touches.
    response: HttpResponse
    if isinstance(content, bytes | str):
        response = HttpResponse(content, content_type=_KINDS[kind])
    else:
        response = cast(HttpResponse, StreamingHttpResponse(content, content_type=_KINDS[kind]))
    shown = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(kept)}"
    return response
