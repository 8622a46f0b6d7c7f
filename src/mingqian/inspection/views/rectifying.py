"""整改与回访: what was ordered, what is late, what waits for a second person."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.inspection import forms, packrules, policies, selectors, services, showing, tables
from mingqian.inspection.models import Rectification
from mingqian.inspection.services.rectifications import FOLLOW
from mingqian.inspection.services.timing import ORDER_DUE
from mingqian.inspection.views.acting import READERS, WORKERS, Words, found, on_task, today_in
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.forms import Form

_FIGURES = (("未办结", "open"), ("整改超期", "late"), ("待确认", "confirm"), ("全部", "all"))


@access.page(*READERS)
def rectifications(request: Request) -> HttpResponse:
    """Open orders, the most urgent first; overdue ones apart."""
    today, which = localdate(request.now), request.GET.get("which", "")
    rows = _chosen(request, which, today)
    listing = listings.listing(request, rows=rows, columns=tables.ORDERS, name="整改回访")
    shown = [row.task for row in (rows if listing.export else listing.page)]
    chips = selectors.tasks.chips(shown, (packrules.REVISIT, ORDER_DUE), today=today)
    listing.columns = tables.with_chips(tables.ORDERS, chips, "期限")
    if listing.export:
        return listing.export
    counted = selectors.rectifications.figures(request.actor, today=today)
    figures = [(label, counted[key], f"?which={key}") for label, key in _FIGURES]
    return pages.show(request, "inspection/rectifications.html", {"listing": listing, "figures": figures})


def _chosen(request: Request, which: str, today: date) -> QuerySet[Rectification]:
    if which == "late":
        return selectors.rectifications.late(request.actor, today=today)
    if which == "confirm":
        return selectors.rectifications.to_confirm(request.actor)
    if which == "all":
        return selectors.rectifications.visible(request.actor).order_by("due_on", "pk")
    return selectors.rectifications.open_ones(request.actor)


@access.form(*WORKERS)
def order(request: Request, code: str) -> HttpResponse:
    """责令限期改正."""
    row, form = found(request, code), forms.OrderForm(*pages.given(request))
    words = Words(
        "责令限期改正", "责令改正", "已责令限期改正", clause=FOLLOW,
        facts=(("对象", row.subject_name), ("发现的问题", row.problems)),
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.rectifications.order(
            orders={code: (form.values()["text"], form.values()["due_on"])}, by=request.actor, now=request.now
        ),
        words,
    )


@access.form(*WORKERS)
def revisit(request: Request, code: str) -> HttpResponse:
    """登记整改回访."""
    row = found(request, code)
    history = selectors.history.of(row, today=localdate(request.now))
    form = forms.RevisitForm(
        *pages.given(request), seats=selectors.tasks.crew(row), task=row, initial=today_in("on", request)
    )
    words = Words(
        "登记整改回访", "登记回访", "回访已登记，等待另一人确认", facts=tuple(showing.order_facts(history))
    )
    return on_task(
        request,
        row,
        form,
        lambda: services.rectifications.revisit(
            revisits={code: form.revisit()}, by=request.actor, now=request.now
        ),
        words,
    )


@access.form(*policies.HEADS)
def verify(request: Request, code: str) -> HttpResponse:
    """确认整改结果."""
    row = found(request, code)
    history = selectors.history.of(row, today=localdate(request.now))
    words = Words(
        "确认整改结果", "确认", "整改结果已确认", note="确认人不得是回访人；确认后任务办结。",
        facts=tuple(showing.order_facts(history)),
    )  # fmt: skip
    return on_task(
        request,
        row,
        Form(*pages.given(request)),
        lambda: services.rectifications.verify(tasks=[code], by=request.actor, now=request.now),
        words,
    )


@access.form(*policies.HEADS)
def return_(request: Request, code: str) -> HttpResponse:
    """退回继续整改."""
    row, form = found(request, code), forms.ExtendForm(*pages.given(request))
    words = Words("退回继续整改", "退回", "已退回继续整改", note="写明还要做什么，并定出新的期限。")
    return on_task(
        request,
        row,
        form,
        lambda: services.rectifications.return_(
            task=code, **form.values(), by=request.actor, now=request.now
        ),
        words,
    )


@access.form(*policies.HEADS)
def extend(request: Request, code: str) -> HttpResponse:
    """延长整改期限."""
    row, form = found(request, code), forms.ExtendForm(*pages.given(request))
    words = Words("延长整改期限", "延长", "整改期限已延长")
    return on_task(
        request,
        row,
        form,
        lambda: services.rectifications.extend(
            task=code, due_on=form.values()["due_on"], reason=form.values()["words"], by=request.actor,
            now=request.now,
        ),
        words,
    )  # fmt: skip
