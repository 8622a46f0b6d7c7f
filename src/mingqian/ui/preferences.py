"""大字版: kept in a cookie of the reader's own browser, nowhere else."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from mingqian.ui import access

COOKIE = "mq_large"
YEAR = 365 * 24 * 3600  # seconds


@access.action(access.ANYONE)
def large(request: HttpRequest) -> HttpResponse:
    """Switch between standard and large type, and stay on the page."""
    back = request.POST.get("back", "/")
    # Only a path of this site: a form must not be made to send somebody elsewhere.
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    answer = HttpResponseRedirect(_with_question(request, back) if safe else "/", status=303)
    on = request.COOKIES.get(COOKIE) == "1"
    answer.set_cookie(COOKIE, "0" if on else "1", max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


def _with_question(request: HttpRequest, back: str) -> str:
    """The page as it was asked for. What was asked stands in no page, only in what the browser says it comes from."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path == back and came.query:
        return f"{back}?{came.query}"
    return back


# The public pages carry no token, which would be a cookie of its own and keep them from being kept; all that somebody
# else's page can do here is to change the size of the letters.
setattr(large, "csrf_exempt", True)  # noqa: B010 — Django looks for it on the view
