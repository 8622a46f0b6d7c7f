"""People of firms: let in, handed a new link, let go."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import forms, tables
from mingqian.accounts.models import Representation
from mingqian.accounts.policies import HOSTS
from mingqian.accounts.selectors import organisation
from mingqian.accounts.services import representation
from mingqian.accounts.types import Request
from mingqian.accounts.views.organisation import issued, link_page
from mingqian.ui import access, chance, pages
from mingqian.ui.tables import listing


@access.page(*tables.FIRM_READERS)
def firms(request: Request) -> HttpResponse:
    """Who may sign in for which firm."""
    rows = organisation.representations(request.actor)
    found = listing(
        request,
        rows=rows,
        columns=tables.firm_columns(request.actor),
        filters=forms.FirmFilter,
        name="检查对象用户",
    )
    return found.export or pages.show(request, "accounts/firms.html", {"listing": found})


@access.form(*HOSTS)
def invite(request: Request) -> HttpResponse:
    """Let somebody of a firm in; the first link is shown this once."""
    form = forms.Invite(request.POST or None, initial=_from_address(request))
    link, made = chance.entropy(32).hex(), list[Representation]()

    def let_in() -> None:
        made.append(representation.invite(**form.values(), link=link, by=request.actor, now=request.now))

    if pages.submitted(request, form, let_in):
        until = request.now + representation.LINK_GOOD_FOR
        return link_page(request, made[0].person.name, link, until, reverse("accounts:firms"))
    return pages.show(request, "accounts/invite.html", {"form": form})


@access.form(*HOSTS)
def firm(request: Request, key: int) -> HttpResponse:
    """One of them: end it, or hand out a new link."""
    row = _found(request, key)
    form = forms.LastDay(request.POST or None, initial={"until_on": localdate(request.now)})

    def end() -> None:
        last = form.values()["until_on"]
        representation.end(representation=row.pk, until_on=last, by=request.actor, now=request.now)

    if pages.submitted(request, form, end):
        return pages.done(request, "accounts:firms", told=f"{row.person.name}不再代表{row.subject_name}。")
    return pages.show(request, "accounts/firm.html", {"form": form, "row": row})


@access.action(*HOSTS)
def firm_link(request: Request, key: int) -> HttpResponse:
    """A new link, shown this once; earlier unused ones stop working."""
    row = _found(request, key)
    return issued(request, row.person, representation.LINK_GOOD_FOR, reverse("accounts:firms"))


def _found(request: Request, key: int) -> Representation:
    return pages.found(organisation.representations(request.actor).filter(pk=key).first())


def _from_address(request: Request) -> dict[str, str]:
    """A firm's own page links here with its code and name."""
    return {name: request.GET.get(name, "")[:200] for name in ("subject_code", "subject_name")}
