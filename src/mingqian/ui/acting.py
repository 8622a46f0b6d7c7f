"""One page for every small act: what it is about, a form, one button. The view says the words."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse

from mingqian.core.decision import Refused
from mingqian.ui import pages
from mingqian.ui.forms import Form

Thing = TypeVar("Thing")


def ask(
    request: Any,  # noqa: ANN401 — a PageRequest or a room's subclass of it
    form: Form,
    act: Callable[[], object],
    *,
    title: str,
    button: str,
    to: str,
    told: str,
    lead: str = "",
    facts: Sequence[tuple[str, object]] = (),
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """Show the form, or do it and go on to ``then()`` or ``to``; a refusal stays on the page with what was typed."""
    if pages.submitted(request, form, act):
        return pages.done(request, then() if then else to, told=told)
    shown = {"form": form, "title": title, "button": button, "back": to, "lead": lead, "facts": facts}
    return pages.show(request, "ui/act.html", shown)


def found(look: Callable[[], Thing]) -> Thing:
    """What a selector finds. Out of scope is as good as not there: the page is 404, not a refusal."""
    try:
        return look()
    except Refused:
        return pages.found(None)
