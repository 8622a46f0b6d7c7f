"""文号台账: every number ever given out, the words before them, what was voided and why."""

from django.http import HttpResponse

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.documents import policies, selectors, services, tables
from mingqian.documents.forms import NumberFilter, ReasonForm, WordForm
from mingqian.ui import access, pages
from mingqian.ui import tables as listings


@access.page(*STAFF)
def numbers(request: Request) -> HttpResponse:
    """The register of numbers."""
    rows = selectors.numbers.visible(request.actor)
    listing = listings.listing(
        request, rows=rows, columns=tables.NUMBERS, filters=NumberFilter, name="文号台账"
    )
    return listing.export or pages.show(request, "documents/numbers.html", {"listing": listing})


@access.form(*policies.KEEPERS)
def word(request: Request) -> HttpResponse:
    """机关代字 of a kind."""
    form = WordForm(*pages.given(request))
    unit = request.actor.unit_id or 0
    if pages.submitted(
        request,
        form,
        lambda: services.blocks.set_word(unit=unit, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "documents:numbers", told="机关代字已设定，从下一个文号起使用")
    words = selectors.numbers.words(unit)
    return pages.show(request, "documents/word.html", {"form": form, "words": words})


@access.form(*policies.KEEPERS)
def void(request: Request, pk: int) -> HttpResponse:
    """作废文号."""
    row = pages.found(selectors.numbers.visible(request.actor).filter(pk=pk).first())
    form = ReasonForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.blocks.void(number=row.text, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "documents:numbers", told=f"{row.text}已作废")
    return pages.show(request, "documents/act.html", {"form": form, "number": row, "what": "作废文号"})
