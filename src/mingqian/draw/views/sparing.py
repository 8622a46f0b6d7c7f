"""免检: asking, from the list of those drawn, that a firm checked a short while ago be spared; another person decides."""

from django.http import HttpResponse

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.draw import selectors, services
from mingqian.draw.sparing_forms import Spare
from mingqian.ui import access, pages

LEAD = "近期查过、没有列入经营异常的可以申请；由局领导决定。免检的对象不递补，公布结果时以“免检”列出"


@access.form(*SECTIONS)
def spare(request: Request, code: str, item: str) -> HttpResponse:
    """One firm drawn by lot, the reason and what proves it; the figures are those of the draw."""
    one = pages.found(selectors.outcome.item(request.actor, code, item))
    choices = [(row.identity, f"{row.name}（{row.identity}）") for row in one.drawn]
    form = Spare(request.POST or None, choices=choices)
    if pages.submitted(
        request, form,
        lambda: services.sparing.ask(
            draw=code, item=item, **form.values(), by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        return pages.done(request, "planning:exemptions", told="已提出免检申请，等待局领导决定")
    row = selectors.draws.get(request.actor, code)
    shown = {"draw": row, "form": form, "title": f"申请免检：{one.name}", "lead": LEAD, "button": "提出申请"}
    return pages.show(request, "draw/step.html", shown)
