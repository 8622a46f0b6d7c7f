"""Styles, scripts and other text files go out compressed to whoever takes it: a phone in the field pays by the byte.

Files alone, which hold no secret and are the same for everybody; a page is never compressed (its length would tell).
"""

import gzip
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

WORTH = 500
"""Bytes under which packing saves nothing."""
TEXT = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
KEPT = ("Content-Type", "Cache-Control", "Last-Modified", "Access-Control-Allow-Origin")


class Static:
    """Stands above the server of the installed packages' files, which lie there uncompressed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A page passes through; a file as it is, or packed once for this process."""
        if not request.path_info.startswith(settings.STATIC_URL):
            return self.get_response(request)
        if known := request.META.get("HTTP_IF_NONE_MATCH", ""):
            request.META["HTTP_IF_NONE_MATCH"] = known.removeprefix("W/")
        whole = self.get_response(request)
        return _small(whole) if _takes(request) and whole.status_code == 200 and _text(whole) else whole


def _takes(request: HttpRequest) -> bool:
    asked = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return request.method == "GET" and "gzip" in asked and "HTTP_RANGE" not in request.META


def _text(response: HttpResponseBase) -> bool:
    kind, length = response.headers.get("Content-Type", ""), response.headers.get("Content-Length", "0")
    return kind.startswith(TEXT) and int(length) >= WORTH


def _small(whole: HttpResponseBase) -> HttpResponse:
    small = HttpResponse(_packed(b"".join(whole)))
    for name in KEPT:
        if name in whole.headers:
            small.headers[name] = whole.headers[name]
    small.headers["Content-Encoding"], small.headers["Vary"] = "gzip", "Accept-Encoding"
    if etag := whole.headers.get("ETag", ""):
        small.headers["ETag"] = f"W/{etag}"
    if isinstance(whole, FileResponse) and whole.file_to_stream:
        whole.file_to_stream.close()  # the file; to close the answer would say that the request is over
    return small


@lru_cache(maxsize=512)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)
