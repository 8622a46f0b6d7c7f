"""Pages that say what this site does and does not do: not recorded, accessibility, how to complain."""

from django.http import HttpResponse

from mingqian.accounts.types import OpenRequest
from mingqian.publicity import caching
from mingqian.ui import access, pages


@access.page(access.ANYONE)
@caching.cached
def not_recorded(request: OpenRequest) -> HttpResponse:
    """我们不记录什么."""
    return pages.show(request, "publicity/not_recorded.html", {"changed": caching.changed(request)})


@access.page(access.ANYONE)
@caching.cached
def accessibility(request: OpenRequest) -> HttpResponse:
    """无障碍声明."""
    return pages.show(request, "publicity/accessibility.html", {"changed": caching.changed(request)})


@access.page(access.ANYONE)
@caching.cached
def complaints(request: OpenRequest) -> HttpResponse:
    """投诉举报: where to turn, with what, and what happens then."""
    return pages.show(request, "publicity/complaints.html", {"changed": caching.changed(request)})
