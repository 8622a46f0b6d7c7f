"""The projector: one page that shows what the room may know, and follows the ceremony by itself."""

from django.http import HttpResponse
from django.views.decorators.http import conditional_page

from mingqian.accounts.types import Request
from mingqian.draw import policies, selectors
from mingqian.draw.models import Draw
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import screen as scenes
from mingqian.draw.views.table import STAFF
from mingqian.ui import access, pages

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
CODES = [code for code, _ in scenes.STEPS]


@access.page(*STAFF)
@conditional_page
def screen(request: Request, code: str) -> HttpResponse:
    """Signed in, since it hangs on the operator's machine; whoever asks again for an unchanged page gets 304."""
    row = selectors.draws.get(request.actor, code)
    scene = scenes.scene(row, now=request.now)
    alone = request.get_host().rpartition(":")[0] in LOOPBACK
    asked = request.GET.get("step", "")
    context = {
        "draw": row,
        "scene": scene,
        "shown": asked if asked in CODES else CODES[scene.now],
        "pinned": asked in CODES,
        "names": request.GET.get("names") == "1",
        "phones": _phones(request, row),
        "check": f"/v/{row.code}" if alone else request.build_absolute_uri(f"/v/{row.code}"),
        "alone": alone,
    }
    return pages.show(request, "draw/screen.html", context)


def _phones(request: Request, row: Draw) -> dict[str, str]:
    """Role → address of its phone page: whoever opens it acts as that party, so the organiser alone projects it."""
    if not policies.may(request.actor, Verb.OPERATE, row.unit.path).ok:
        return {}
    return {
        role: request.build_absolute_uri(path)
        for role, path in selectors.seats.screen_links(row, now=request.now)
    }
