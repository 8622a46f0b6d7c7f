"""One page for every act on a lead: what it is about, a form, one button. The view says the words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse

from mingqian.accounts.types import Request
from mingqian.leads import selectors
from mingqian.leads.models import Lead
from mingqian.ui import pages
from mingqian.ui.forms import Form


@dataclass(frozen=True)
class Words:
    """What an act is called, and what stands above its form."""

    title: str
    button: str
    told: str
    note: str = ""
    clause: str = ""


def on_lead(
    request: Request, lead: Lead, form: Form, act: Callable[[], object], words: Words
) -> HttpResponse:
    """Show the form, or do it and go back to the lead; a refusal keeps what was typed."""
    reads = selectors.leads.one(request.actor, lead.code) is not None
    if pages.submitted(request, form, act):
        if reads:
            return pages.done(request, "leads:lead", lead.code, told=words.told)
        return pages.done(request, "desk", told=words.told)
    context = {"form": form, "lead": lead, "words": words, "reads": reads}
    return pages.show(request, "leads/act.html", context)
