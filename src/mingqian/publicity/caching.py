"""Public pages may be kept by anybody: they carry when they changed, and set no cookie.

A page changes when a notice is released or withdrawn, a document is repealed, at midnight (certificates expire), or with 大字版.
The demo's pages carry the bar of roles, which belongs to one reader: nobody keeps those.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.utils.timezone import localdate

from mingqian.accounts.types import OpenRequest
from mingqian.publicity.selectors import public

KEPT_SECONDS = 60
_CHANGED = "publicity.changed_at"


def cached(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 304 to whoever already holds the page."""

    @wraps(view)
    def answer(request: OpenRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        changed = request.META[_CHANGED] = public.changed_at()
        if settings.MINGQIAN_DEMO:
            alone = view(request, *args, **kwargs)
            patch_cache_control(alone, no_store=True)
            return alone
        today = localdate(request.now)
        gone = sorted(public.repealed(today))
        parts = (request.get_full_path(), changed, gone, today, request.COOKIES.get("mq_large"))
        etag = quote_etag(sha256(repr(parts).encode()).hexdigest()[:24])
        modified = int(changed.timestamp()) if changed else None
        held = get_conditional_response(request, etag=etag)
        response = held if isinstance(held, HttpResponse) else view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = etag
            if modified is not None:
                response["Last-Modified"] = http_date(modified)
            patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
            patch_vary_headers(response, ("Cookie",))
        return response

    return answer


def changed(request: OpenRequest) -> datetime | None:
    """When the portal last changed, as already asked for this answer."""
    found: datetime | None = request.META.get(_CHANGED)
    return found


def origin(request: HttpRequest) -> str:
    """https://example.gov.cn: for feeds and QR codes, which need whole addresses."""
    return f"{request.scheme}://{request.get_host()}"
