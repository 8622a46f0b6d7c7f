"""What every request passes: the moment it arrived, and the one place where a refusal becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mingqian.core.decision import Refused
from mingqian.ui import clock, refusals
from mingqian.ui.types import PageRequest


class Moment:
    """Reads the clock once; nobody is signed in until a later middleware says who."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        request.now = clock.now()
        request.actor = None
        return self.get_response(request)


class Refusals:
    """A refusal raised anywhere in a view becomes an answer with its reason, clause and remedy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        # No name holds a NUL, and PostgreSQL will not even look for one: such an address is of nothing.
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return refusals.not_found(request)
        return self.get_response(request)

    def process_exception(self, request: PageRequest, problem: Exception) -> HttpResponse | None:
        """Django calls this with what a view raised."""
        if isinstance(problem, Refused):
            return refusals.answer(request, problem)
        return None
