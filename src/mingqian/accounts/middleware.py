"""Who is asking: sets ``request.actor`` and ``request.visit`` once per request, behind ``ui.middleware.Moment``.

While somebody looks through another person's eyes, every POST but the one that ends it is refused here.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mingqian.accounts import cookies
from mingqian.accounts.selectors import sessions
from mingqian.accounts.types import OpenRequest
from mingqian.core.decision import Refused, denied
from mingqian.ui import refusals

UNATTENDED = "X-Mingqian-Unattended"
"""A page says with this header that it asks by itself: nobody's sign-in stays alive by a screen left on."""
WHILE_VIEWING = frozenset({"accounts:end-viewing", "accounts:sign-out"})


class SignedIn:
    """Reads the cookie; a page for anyone, opened without a cookie, costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponse:
        cookie = request.COOKIES.get(cookies.NAME)
        request.visit, request.lapsed = sessions.visit(cookie, now=request.now)
        request.actor = request.visit.actor if request.visit else None
        response = self.get_response(request)
        self._refresh(request, response, cookie)
        return response

    def process_view(
        self,
        request: OpenRequest,
        view: Callable[..., HttpResponse],
        args: object,
        kwargs: object,
    ) -> HttpResponse | None:
        """Looking is looking: nothing is done under another person's name."""
        visit = request.visit
        if visit is None or visit.viewing is None or request.method in ("GET", "HEAD", "OPTIONS"):
            return None
        if request.resolver_match and request.resolver_match.view_name in WHILE_VIEWING:
            return None
        told = denied(
            "access.viewing_is_reading",
            f"您正以{visit.viewing.name}的视角查看，只能看，不能办理；这次提交没有办理",
            "GB/T 22239-2019（等保三级）：不得以他人身份操作",
            "请先结束查看，再以本人身份办理",
        )
        return refusals.answer(request, Refused(told))

    @staticmethod
    def _refresh(request: OpenRequest, response: HttpResponse, cookie: str | None) -> None:
        """Move the moment of last use, but never on an answer that others may keep, or one that set it itself."""
        visit = request.visit
        if visit is None or "public" in response.headers.get("Cache-Control", ""):
            return
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if cookie is None or UNATTENDED in request.headers or cookies.NAME in response.cookies:
            return
        shown = cookies.read(cookie)
        if shown is not None and request.now - visit.seen_at > cookies.FRESH:
            cookies.send(response, shown[0], request.now)
