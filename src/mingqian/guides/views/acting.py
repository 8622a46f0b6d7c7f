"""One page for every small act on a guide or an application: a form, one button."""

from collections.abc import Callable

from django.http import HttpResponse

from mingqian.accounts.types import Request
from mingqian.ui import pages
from mingqian.ui.forms import Form


def ask(
    request: Request,
    form: Form,
    act: Callable[[], object],
    *,
    title: str,
    button: str,
    to: str,
    told: str,
    lead: str = "",
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """Show the form, or do it and go on to ``then()`` or ``to``; a refusal stays on the page with what was typed."""
    if pages.submitted(request, form, act):
        return pages.done(request, then() if then else to, told=told)
    shown = {"form": form, "title": title, "button": button, "back": to, "lead": lead}
    return pages.show(request, "guides/act.html", shown)
