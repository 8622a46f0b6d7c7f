"""后续措施 and 行政指导: what is chosen for a problem, what came of it, what firms were taught."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import Request
from mingqian.inspection import after_forms, after_tables, outcomes, policies, selectors, services, showing
from mingqian.inspection.enums import FollowUpKind
from mingqian.inspection.views.acting import Words, found, on_task, today_in
from mingqian.registry import selectors as registries
from mingqian.ui import access, choosing, pages
from mingqian.ui import tables as listings


@access.page(*policies.READERS)
def follow_ups(request: Request) -> HttpResponse:
    """Open measures, late ones, and problems without any."""
    which, today = request.GET.get("which", "open"), localdate(request.now)
    rows, columns = _chosen(request, which)
    listing = listings.listing(request, rows=rows, columns=columns, name="后续措施")
    if listing.export:
        return listing.export
    figures = [
        ("办理中", selectors.followups.open_ones(request.actor).count(), "open"),
        ("超过期限", selectors.followups.late(request.actor, today=today).count(), "late"),
        ("问题尚无措施", selectors.followups.unattended(request.actor).count(), "none"),
        ("全部措施", selectors.followups.visible(request.actor).count(), "all"),
    ]
    return pages.show(
        request, "inspection/follow_ups.html", {"listing": listing, "figures": figures, "which": which}
    )


def _chosen(request: Request, which: str) -> tuple[QuerySet[Any], tuple[listings.Column, ...]]:
    if which == "none":
        return selectors.followups.unattended(request.actor), after_tables.UNATTENDED
    if which == "late":
        late = selectors.followups.late(request.actor, today=localdate(request.now))
        return late, after_tables.FOLLOW_UPS
    if which == "all":
        return selectors.followups.visible(request.actor), after_tables.FOLLOW_UPS
    return selectors.followups.open_ones(request.actor), after_tables.FOLLOW_UPS


@access.form(*SECTIONS)
def choose(request: Request, code: str) -> HttpResponse:
    """选择后续措施."""
    row = found(request, code)
    offered = outcomes.of(row.outcome).follow if row.outcome else ()
    form = after_forms.FollowForm(*pages.given(request), offered=offered)
    history = selectors.history.of(row, today=localdate(request.now))
    words = Words(
        "选择后续措施", "选定", "后续措施已选定", note="可选的措施由检查结果的处置表列出。", clause=policies.FOLLOWED,
        facts=tuple(showing.result_facts(history)),
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.followups.choose(tasks=[code], **form.values(), by=request.actor, now=request.now),
        words,
    )


@access.form(*SECTIONS)
def finish(request: Request, pk: int) -> HttpResponse:
    """办结."""
    row = pages.found(selectors.followups.one(request.actor, pk))
    form = after_forms.FinishForm(*pages.given(request), initial=today_in("on", request))
    words = Words(
        "办结后续措施", "办结", "后续措施已办结",
        facts=(("措施", FollowUpKind(row.kind).label), ("理由", row.reason), ("办理期限", row.due_on)),
    )  # fmt: skip
    return on_task(
        request,
        row.task,
        form,
        lambda: services.followups.finish(follow_up=pk, **form.values(), by=request.actor, now=request.now),
        words,
    )


@access.page(*policies.READERS)
def guidance(request: Request) -> HttpResponse:
    """行政指导 as given."""
    listing = listings.listing(
        request,
        rows=selectors.guidance.visible(request.actor),
        columns=after_tables.GUIDANCE,
        name="行政指导",
    )
    return listing.export or pages.show(request, "inspection/guidance.html", {"listing": listing})


@access.form(*SECTIONS)
def give(request: Request) -> HttpResponse:
    """登记行政指导: for a subject, found by name first, or beside one of its checks (``?task=``)."""
    task = selectors.tasks.one(request.actor, request.GET.get("task", "")[:40])
    subject = task.subject.code if task else (request.POST or request.GET).get("subject", "")[:60]
    firm = registries.reading.one(request.actor, subject)
    if firm is None and request.method == "GET":
        return _whom(request)
    first = "first" in request.GET
    begun = {"subject": subject, "first": first, **today_in("on", request)}
    if first:
        begun["words"] = selectors.licensees.lesson(request.actor, subject, localdate(request.now))
    form = after_forms.GuidanceForm(*pages.given(request), initial=begun)
    if pages.submitted(
        request,
        form,
        lambda: services.guidance.give(
            **form.values(), task=task.code if task else "", by=request.actor, now=request.now
        ),
    ):
        return pages.done(request, "inspection:guidance", told="行政指导已登记，对象可在“我的事项”中阅读")
    context = {
        "form": form,
        "title": "登记行政指导",
        "about": f"{firm.name}（{firm.number}）" if firm else "",
        "button": "登记",
        "back": reverse("inspection:guidance"),
    }
    return pages.show(request, "inspection/after_act.html", context)


def _whom(request: Request) -> HttpResponse:
    return choosing.page(
        request,
        lambda question: list(map(showing.firm, registries.reading.like(request.actor, question))),
        field="subject",
        title="登记行政指导：指导哪一家",
        lead="先从名录库里找到对象，再写指导什么。",
        back=reverse("inspection:guidance"),
        missing="请换一个名称（包括曾用名）、代码中的一段，或拼音首字母；本单位事项不涉及、也不在本区的对象，您看不到。",
    )


@access.action(Role.ENTERPRISE_USER)
def read_guidance(request: Request, pk: int) -> HttpResponse:
    """已阅."""
    services.guidance.read(guidance=pk, by=request.actor, now=request.now)
    return pages.done(request, "inspection:enterprise", told="已登记阅读")
