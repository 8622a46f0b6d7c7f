"""改进措施 for the general problems of a batch, from the page of its report."""

from django.http import HttpResponse

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.inspection import after_forms, selectors, services
from mingqian.inspection.selectors.improvements import General
from mingqian.inspection.views.acting import today_in
from mingqian.inspection.views.reporting import on_report
from mingqian.ui import access, pages


def general(request: Request, code: str) -> list[General]:
    """The general problems of a batch, as its report shows them."""
    batch = pages.found(selectors.batches.one(request.actor, code))
    row = selectors.reports.one(request.actor, code)
    return selectors.improvements.of(batch, selectors.reports.of_batch(batch, row))


@access.form(*SECTIONS)
def plan(request: Request, code: str) -> HttpResponse:
    """安排改进措施."""
    form = after_forms.ImprovementForm(*pages.given(request), general=general(request, code))
    return on_report(
        request, code, form,
        lambda: services.improvements.plan(batch=code, **form.plan(), by=request.actor, now=request.now),
        "安排改进措施", "改进措施已登记",
    )  # fmt: skip


@access.form(*SECTIONS)
def finish(request: Request, code: str, pk: int) -> HttpResponse:
    """办结改进措施."""
    form = after_forms.FinishForm(*pages.given(request), initial=today_in("on", request))
    return on_report(
        request, code, form,
        lambda: services.improvements.finish(
            improvement=pk, **form.values(), by=request.actor, now=request.now
        ),
        "办结改进措施", "改进措施已办结",
    )  # fmt: skip
