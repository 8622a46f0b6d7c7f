"""The outsider's own look at a list (sxsj1 §6): what to open, and what was found."""

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.draw import selectors, services
from mingqian.draw.audit_forms import Checked
from mingqian.draw.tables import DUE
from mingqian.ui import access, pages, tables


@access.form(Role.DISCIPLINE_WITNESS, Role.SUPERVISION_AUTHORITY)
def audit(request: Request, code: str, item: str) -> HttpResponse:
    """Every certain and exempt row and the drawn sample, to be held against the source registries."""
    row = selectors.draws.get(request.actor, code)
    due = selectors.outcome.audit_due(request.actor, code, item)
    listing = tables.listing(request, rows=due, columns=DUE, name=f"{code}-{item}-应核对的行")
    if listing.export:
        return listing.export
    form = Checked(request.POST or None, tags=tuple(one.tag for one in due))
    if pages.submitted(
        request, form,
        lambda: services.auditing.record(
            draw=code, item=item, checked=form.cleaned_data["checked"], errors=form.cleaned_data["wrong"],
            by=request.actor, now=request.now,
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="已登记，核对结果写入抽取日志。")
    context = {"draw": row, "item": item, "form": form, "listing": listing, "due": len(due)}
    return pages.show(request, "draw/audit.html", context)
