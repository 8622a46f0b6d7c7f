"""Case-file review: entering a round, looking at it before it is drawn."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.draw import selectors, services
from mingqian.draw.review_forms import Enter
from mingqian.draw.selectors import occasions
from mingqian.draw.views.table import STAFF
from mingqian.planning.selectors import packs
from mingqian.ui import access, chance, pages


@access.form(Role.DRAW_OPERATOR, Role.LEGAL_OFFICE)
def new(request: Request) -> HttpResponse:
    """Two lists and a few numbers; every fault is named, nothing half is kept."""
    form = Enter(*pages.given(request))
    if pages.submitted(request, form, lambda: _enter(request, form)):
        told = "已登记，请核对后由抽取操作员新建抽取。"
        return pages.done(request, "draw:review", form.cleaned_data["code"], told=told)
    return pages.show(request, "draw/review_new.html", {"form": form})


def _enter(request: Request, form: Enter) -> None:
    on = localdate(request.now)
    services.reviewing.enter(
        told=form.round(on.year), cases=form.listed("cases"), experts=form.listed("experts"),
        pack=packs.of_unit(request.actor.unit_path, on), by=request.actor, now=request.now, entropy=chance.entropy,
    )  # fmt: skip


@access.page(*STAFF)
def review(request: Request, code: str) -> HttpResponse:
    """What was entered, in figures: files by kind, experts, who stays away from what, its draws."""
    row = selectors.occasions.review_of(request.actor, code)
    return pages.show(request, "draw/review.html", {"review": row, **occasions.figures(row)})
