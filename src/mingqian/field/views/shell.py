"""The shell: an empty page, its modules' list, nothing of anybody. Data come through the package alone."""

from django.conf import settings
from django.http import HttpResponse

from mingqian.accounts.types import OpenRequest
from mingqian.field import shell
from mingqian.ui import access


@access.page(access.ANYONE)
def app(request: OpenRequest) -> HttpResponse:
    """Open to anyone, since a phone opens it without asking; it shows what lies on that phone."""
    return HttpResponse(shell.page(demo=settings.MINGQIAN_DEMO))


@access.page(access.ANYONE)
def worker(request: OpenRequest) -> HttpResponse:
    """The browser asks for it again at every visit; another hash in it is another version."""
    answer = HttpResponse(shell.worker(demo=settings.MINGQIAN_DEMO), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer
