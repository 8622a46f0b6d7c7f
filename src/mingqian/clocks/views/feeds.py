"""日历订阅: a secret address of one's own, shown once, ended at will."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import OpenRequest, Request
from mingqian.clocks import ics, selectors, services
from mingqian.clocks.models import Clock
from mingqian.ui import access, chance, forms, pages


@access.form(*STAFF)
def feed(request: Request) -> HttpResponse:
    """Make the address, or a new one in its place."""
    form, secret = forms.Form(*pages.given(request)), chance.entropy(32).hex()
    held = selectors.mine.feed(request.actor)
    context = {"form": form, "held": held}
    if pages.submitted(
        request, form, lambda: services.feeds.issue(secret=secret, by=request.actor, now=request.now)
    ):
        url = request.build_absolute_uri(reverse("clocks:calendar", args=[secret]))
        return pages.show(request, "clocks/feed_shown.html", {"url": url}, status=200)
    return pages.show(request, "clocks/feed.html", context)


@access.action(*STAFF)
def end(request: Request) -> HttpResponse:
    """The address opens nothing any more."""
    services.feeds.end(by=request.actor, now=request.now)
    return pages.done(request, "clocks:feed", told="日历地址已停用")


@access.page(access.ANYONE)
def calendar(request: OpenRequest, secret: str) -> HttpResponse:
    """The feed itself: whoever has the address reads what its owner answers for, as of today."""
    person = pages.found(selectors.mine.holder(services.feeds.digest(secret)))
    rows = selectors.mine.of(person, today=localdate(request.now))

    def link(clock: Clock) -> str:
        return request.build_absolute_uri(reverse("clocks:deadline", args=[clock.pk]))

    host = request.get_host().partition(":")[0]
    answer = HttpResponse(
        ics.written(rows, host=host, link=link, now=request.now), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
