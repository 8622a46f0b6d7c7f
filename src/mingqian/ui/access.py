"""Who may open which page. Every URL declares it here, or the program does not start.

``page`` answers GET, ``form`` shows on GET and acts on POST, ``action`` acts on POST alone, ``wire`` answers a phone. A POST is one
transaction: it is undone unless the answer is a success, so a refused form leaves nothing behind.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, Protocol
from urllib.parse import urlencode

from django.core import checks
from django.db import transaction
from django.http import HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, reverse

from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.ui import guard, once, refusals

ANYONE = "anyone"
SIGNED_IN = "signed_in"
TOKEN = "token"  # noqa: S105 — a word for who may come
"""Programs with a token of their own: no browser session ever passes here."""

CONTROL = re.compile(
    rb"\x00|\x7f|\xc2[\x80-\x9f]|(?<!\\)(?:\\\\)*\\(?:[bf]|u00(?:0[0-8bcef]|1[0-9a-f]|7f|[89][0-9a-f]))"
    rb"|\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa4\xa6-\xa9])|\xef\xbb\xbf"
    rb"|(?<!\\)(?:\\\\)*\\u(?:200[b-f]|202[a-e]|206[0-46-9]|feff)",
    re.IGNORECASE,
)
"""``forms.CONTROL`` and ``words.UNSEEN`` as JSON writes it: the byte itself, or behind a backslash that is not itself written."""

View = Callable[..., HttpResponseBase]


class HasRoles(Protocol):
    """As much of a person as a door needs to know."""

    @property
    def roles(self) -> frozenset[Any]: ...


@dataclass(frozen=True, slots=True)
class Access:
    """What a URL declares: who may come, with which methods."""

    who: tuple[str, ...]
    methods: tuple[str, ...]

    def admits(self, actor: HasRoles | None) -> bool:
        """Deny by default: a nobody passes only where anyone may."""
        if ANYONE in self.who:
            return True
        if actor is None:
            return False
        return SIGNED_IN in self.who or not actor.roles.isdisjoint(self.who)


def page(*who: str) -> Callable[[View], View]:
    """A page that only shows."""
    return _declare(Access(_known(who), ("GET", "HEAD")))


def form(*who: str, atomic: bool = True) -> Callable[[View], View]:
    """A page with a form. ``atomic=False`` is for sign-in alone, whose failures must stay on record."""
    return _declare(Access(_known(who), ("GET", "HEAD", "POST")), atomic=atomic)


def action(*who: str, atomic: bool = True) -> Callable[[View], View]:
    """A button."""
    return _declare(Access(_known(who), ("POST",)), atomic=atomic)


def wire(
    *who: str, methods: tuple[str, ...], statuses: Mapping[str, int] | None = None
) -> Callable[[View], View]:
    """A URL for the program on somebody's phone: their sign-in opens it, every answer is JSON.

    Signed out is 401 and loses nothing. What is one transaction is the service's affair: a body may take
    long to arrive, and nothing may be locked meanwhile. ``statuses`` says which refusal has a status of its own.
    """
    access = Access(_known(who), methods)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
            if request.method not in methods:
                return refusals.other_method(methods)
            try:
                if not access.admits(request.actor):
                    raise _not_admitted(request)
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusals.wired(refused, statuses or {})

        guarded.access = access  # type: ignore[attr-defined]
        guarded.wired = True  # type: ignore[attr-defined]
        return guarded

    return declare


def token(view: View) -> View:
    """A program's URL: the view itself asks for the token; a write is whole or not at all, and once."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        if request.method in guard.SAFE:
            return _framed(view(request, *args, **kwargs))
        if not (readable := _readable(request)):
            return refusals.problem(422, (readable,))
        try:
            return _framed(_whole_or_nothing(view, request, *args, **kwargs))
        except Refused as refused:
            return refusals.answer(request, refused)

    guarded.access = Access((TOKEN,), ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"))  # type: ignore[attr-defined]
    setattr(guarded, "csrf_exempt", True)  # noqa: B010 — no cookie opens anything there
    return guarded


def _framed(answer: HttpResponseBase) -> HttpResponseBase:
    """The library says 405 in words of its own."""
    return refusals.no_method(answer["Allow"]) if answer.status_code == 405 else answer


def _readable(request: Any) -> Decision:  # noqa: ANN401
    """No text of ours holds what no form takes either: PostgreSQL cannot store a NUL, no paper holds the others."""
    # What comes with files is read piece by piece, so its fields are held to this by their own patterns.
    if request.content_type != "multipart/form-data" and CONTROL.search(request.body):
        return denied(
            "http.control", "提交的文字里有看不见的控制字符（含零宽、双向控制字符）", "", "请去掉后重新提交"
        )
    return allowed()


def _known(who: tuple[str, ...]) -> tuple[str, ...]:
    if not who:
        raise ValueError("a page without anybody: say ANYONE, SIGNED_IN or the roles")
    return tuple(str(getattr(one, "value", one)) for one in who)


def _declare(access: Access, *, atomic: bool = True) -> Callable[[View], View]:
    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 — as Django calls it
            if request.method not in access.methods:
                return HttpResponseNotAllowed(access.methods)
            if not access.admits(request.actor):
                return _turn_away(request)
            if request.method != "POST" or not atomic:
                return view(request, *args, **kwargs)
            return _whole_or_nothing(view, request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return declare


def _whole_or_nothing(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
    try:
        with transaction.atomic():
            once.spend(request)
            response = view(request, *args, **kwargs)
            once.answer(request, response)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            return response
    except once.Replayed as replayed:
        return once.first_answer(request, replayed)


def _turn_away(request: Any) -> HttpResponseBase:  # noqa: ANN401
    if request.actor is None:
        if request.method == "POST":
            raise _not_admitted(request)
        return HttpResponseRedirect(
            f"{reverse('accounts:sign-in')}?{urlencode({'next': request.get_full_path()})}"
        )
    raise _not_admitted(request)


def _not_admitted(request: Any) -> Refused:  # noqa: ANN401
    if request.actor is None:
        return Refused(
            denied("access.signed_out", "登录已失效，这次提交没有办理", "", "请重新登录，再提交一次")
        )
    return Refused(
        denied(
            "access.not_your_page",
            "您的角色不能打开这一页",
            "GB/T 22239-2019（等保三级）：最小权限，未授权即拒绝",
            "如确需办理，请安全管理员调整任职",
        )
    )


def open_to(actor: HasRoles | None, url: str) -> bool:
    """Would this page of ours let this person in? What is no page of ours is not judged."""
    access = _declared_at(get_resolver(), url.partition("?")[0].partition("#")[0])
    return access is None or access.admits(actor)


@lru_cache(maxsize=1024)
def _declared_at(site: URLResolver, path: str) -> Access | None:
    """The same buttons stand on page after page; to find a path anew goes through hundreds of patterns."""
    try:
        return declared(site.resolve(path).func)
    except Resolver404:
        return None


def declared(view: object) -> Access | None:
    """What a view declares; a view written by a library declares it through ``declare_for``."""
    return getattr(view, "access", None)


def patterns(
    found: Iterable[Any] | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Every URL of the site: (route, full name, view)."""
    for entry in get_resolver().url_patterns if found is None else found:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry.url_patterns, route, inner)
        elif isinstance(entry, URLPattern):
            yield route, f"{space}{entry.name or ''}", entry.callback


def every_url_declares_its_access(**_: object) -> list[checks.CheckMessage]:
    """Django's check: an undeclared URL stops the start."""
    return [
        checks.Error(f"网址 /{route} 没有声明谁可以打开", id="ui.E001")
        for route, _, view in patterns()
        if declared(view) is None
    ]
