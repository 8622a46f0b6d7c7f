"""底数 of both registries on one page."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.registry import selectors
from mingqian.registry.views import doors
from mingqian.ui import access, pages


@access.page(*doors.LISTS)
def counts(request: Request) -> HttpResponse:
    """Subjects by field, inspectors by unit; each figure opens its rows."""
    today = localdate(request.now)
    shown = {
        "fields": [
            selectors.counts.subjects_in_all(request.actor),
            *selectors.counts.subjects_by_field(request.actor, today),
        ],
        "units": selectors.counts.inspectors_by_unit(request.actor, today),
        "today": today,
    }
    return pages.show(request, "registry/counts.html", shown)
