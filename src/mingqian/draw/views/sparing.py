"""免检: asking, from the list of those drawn, that a firm checked a short while ago be spared; another person decides."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.core.decision import demand
from mingqian.draw import selectors, services
from mingqian.draw.sparing_forms import Spare
from mingqian.draw.tables import CANDIDATES
from mingqian.ui import access, pages, tables


@access.form(*SECTIONS)
def spare(request: Request, code: str, item: str) -> HttpResponse:
    """Who qualifies and why the others do not; then one of them, the reason and what proves it."""
    one = pages.found(selectors.outcome.item(request.actor, code, item))
    row = selectors.draws.for_item(request.actor, code, item)
    rows = selectors.sparing.candidates(request.actor, code, one, localdate(request.now))
    able = [found.firm for found in rows if found.answer.ok]
    offered = [(firm.identity, f"{firm.name}（{firm.identity.partition(':')[2]}）") for firm in able]
    demand(selectors.sparing.still_open(row))
    form = Spare(request.POST or None, offered=offered)
    if pages.submitted(
        request, form,
        lambda: services.sparing.ask(
            draw=code, item=item, **form.values(), pack=selectors.occasions.pack_of(row), by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        return pages.done(request, "planning:exemptions", told="已提出免检申请，等待局领导决定")
    listing = tables.listing(request, rows=rows, columns=CANDIDATES, name=f"{code}-{item}-可否免检")
    shown = {"draw": row, "one": one, "form": form, "able": len(able), "listing": listing}
    return listing.export or pages.show(request, "draw/spare.html", shown)
