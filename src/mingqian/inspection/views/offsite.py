"""自查、书面、网络: asking, reviewing, capturing at the desk; the firm's page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.inspection import files, listing, selectors, services
from mingqian.inspection.enums import LineState, Mark, OffsiteRoad, OffsiteState, Settled
from mingqian.inspection.models import OffsiteFile, OffsiteStep, Task
from mingqian.inspection.offsite_forms import (
    AskForm,
    CaptureForm,
    HandInForm,
    HoldForm,
    ReturnForm,
    ReviewForm,
)
from mingqian.inspection.views.acting import READERS, WORKERS, found
from mingqian.registry.enums import Method
from mingqian.ui import access, pages
from mingqian.ui.forms import Form

_KINDS = {Mark.OK: "ok", Mark.PROBLEM: "bad", Mark.NA: ""}
LINES = {LineState.GOOD: "ok", LineState.MISSING: "bad", LineState.HANDED_IN: "wait"}


@access.page(*READERS)
def offsite(request: Request, code: str) -> HttpResponse:
    """What was asked, what came, and what may be done next."""
    task = found(request, code)
    return _shown(request, task, selectors.offsite.of(task), None, "非现场检查", "")


def _shown(
    request: Request, task: Task, step: OffsiteStep | None, form: Form | None, title: str, button: str
) -> HttpResponse:
    context: dict[str, Any] = {"task": task, "step": step, "form": form, "title": title, "button": button}
    context["back"] = reverse("inspection:offsite", args=[task.code])
    if step is not None:
        context |= {
            "facts": _facts(step), "points": _points(step), "lines": lines(step),
            "attachments": [one for one in selectors.offsite.attachments(step) if one.line_id is None],
            "compared": [
                (row.comparison, row, services.comparing.side_by_side(row.comparison, row),
                 Settled(row.settled).label if row.settled else "")
                for row in selectors.comparing.of_task(task)
            ],
        }  # fmt: skip
    context["acts"] = [] if form else _acts(task, step)
    return pages.show(request, "inspection/offsite.html", context)


def _facts(step: OffsiteStep) -> list[tuple[str, object]]:
    return [
        ("方式", Method(step.task.method).label),
        ("来源", OffsiteRoad(step.road).label),
        ("状态", OffsiteState(step.state).label),
        ("提交期限", step.due_on),
        ("提交", localdate(step.handed_at) if step.handed_at else ""),
        ("提交人", step.handed_by.name if step.handed_by else ""),
        ("真实性承诺", "已承诺" if step.truthful else ""),
        ("退回补正", step.return_reason),
        ("审批和入企", "不办审批、不扫码，不计入年度入企次数"),
    ]


def lines(step: OffsiteStep) -> list[tuple[object, str, str]]:
    """The lines of the list with their state and its colour."""
    return [
        (one, LineState(one.state).label, LINES.get(LineState(one.state), ""))
        for one in selectors.offsite.lines(step)
    ]


def _points(step: OffsiteStep) -> list[tuple[str, str, str]]:
    if not step.answers:
        return []
    return [
        (point["text"], Mark(step.answers[point["key"]]).label, _KINDS[Mark(step.answers[point["key"]])])
        for point in selectors.offsite.points(step)
        if point["key"] in step.answers
    ]


def _acts(task: Task, step: OffsiteStep | None) -> list[tuple[str, str, str]]:
    if task.state != "waiting":
        return []
    here = [task.code]
    record = ("登记检查结果", reverse("inspection:record", args=here), "main")
    if task.method == Method.NETWORK:
        return [
            ("登记网络核查", reverse("inspection:capture", args=here), "main"),
            *([record] if step else []),
        ]
    hold = ("登记本机关已有材料", reverse("inspection:hold-offsite", args=here), "")
    own = [hold] if task.method == Method.WRITTEN else []
    if step is None:
        return [("通知检查对象", reverse("inspection:ask-offsite", args=here), "main"), *own]
    if step.state == OffsiteState.HANDED_IN:
        if step.lines.exists():
            return [("逐项审核", reverse("inspection:review-lines", args=here), "main")]
        return [
            ("审核通过", reverse("inspection:review-offsite", args=here), "post"),
            ("退回补正", reverse("inspection:return-offsite", args=here), ""),
        ]
    return [record] if step.state == OffsiteState.REVIEWED else own


def _asked(
    request: Request, code: str, form: Form, act: Callable[[], object], words: tuple[str, str, str]
) -> HttpResponse:
    task, (title, button, told) = found(request, code), words
    if pages.submitted(request, form, act):
        return pages.done(request, "inspection:offsite", code, told=told)
    return _shown(request, task, selectors.offsite.of(task), form, title, button)


@access.form(*WORKERS)
def ask(request: Request, code: str) -> HttpResponse:
    """书面检查、自查通知."""
    form = AskForm(*pages.given(request))
    return _asked(
        request, code, form,
        lambda: services.offsite.ask(tasks_=[code], **form.values(), by=request.actor, now=request.now),
        ("通知检查对象", "发出通知", "已通知检查对象"),
    )  # fmt: skip


@access.form(*WORKERS)
def capture(request: Request, code: str) -> HttpResponse:
    """登记网络核查."""
    form = CaptureForm(*pages.given(request))
    return _asked(
        request, code, form,
        lambda: services.looking_up.capture(
            task=code, source=form.values()["source"], words=form.values()["words"],
            uploads=form.values()["material"], by=request.actor, now=request.now,
        ),
        ("登记网络核查", "登记", "网络核查已登记，可以登记检查结果"),
    )  # fmt: skip


@access.form(*WORKERS)
def hold(request: Request, code: str) -> HttpResponse:
    """登记本机关已有材料."""
    form = HoldForm(*pages.given(request))
    return _asked(
        request, code, form,
        lambda: services.looking_up.hold(tasks_=[code], **form.held(), by=request.actor, now=request.now),
        ("登记本机关已有材料", "登记", "已登记，可以登记检查结果"),
    )  # fmt: skip


@access.form(*WORKERS)
def review_lines(request: Request, code: str) -> HttpResponse:
    """逐项审核: what is missing is asked for again, what is good is not."""
    step = pages.found(selectors.offsite.of(found(request, code)))
    rows = [one for one in selectors.offsite.lines(step) if one.state == LineState.HANDED_IN]
    form = ReviewForm(*pages.given(request), lines=rows)
    return _asked(
        request, code, form,
        lambda: services.offsite.review(
            task=code, marks=form.marks(), due_on=form.values()["due_on"], by=request.actor, now=request.now
        ),
        ("逐项审核材料", "提交审核意见", "审核意见已登记"),
    )  # fmt: skip


@access.form(*WORKERS)
def return_(request: Request, code: str) -> HttpResponse:
    """退回补正."""
    form = ReturnForm(*pages.given(request))
    return _asked(
        request, code, form,
        lambda: services.offsite.return_(task=code, **form.values(), by=request.actor, now=request.now),
        ("退回补正", "退回", "已退回检查对象"),
    )  # fmt: skip


@access.action(*WORKERS)
def review(request: Request, code: str) -> HttpResponse:
    """审核通过."""
    services.offsite.review(task=code, by=request.actor, now=request.now)
    return pages.done(request, "inspection:offsite", code, told="已审核，可以登记检查结果")


@access.page(*READERS)
def file(request: Request, code: str, pk: int) -> HttpResponse:
    """One file of a task that the reader may see."""
    task = found(request, code)
    row = pages.found(OffsiteFile.objects.filter(step__task=task, pk=pk).first())
    return pages.download(row.name, files.read(row.digest), "bin")


@access.form(Role.ENTERPRISE_USER)
def own(request: Request, code: str) -> HttpResponse:
    """自查、书面检查 on the firm's page."""
    step = pages.found(selectors.offsite.one_of_firm(request.actor, code))
    self_check = step.task.method == Method.SELF_CHECK
    listed = selectors.offsite.lines(step)
    form = HandInForm(
        *pages.given(request), points=selectors.offsite.points(step) if self_check else [],
        lines=listing.still_asked(listed),
    )  # fmt: skip
    if pages.submitted(
        request,
        form,
        lambda: services.offsite.hand_in(task=code, **form.handed(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "inspection:own-offsite", code, told="已提交，检查机关审核后反馈")
    context = {
        "form": form, "step": step, "title": "自查" if self_check else "书面检查", "lines": lines(step),
        "open": step.state in (OffsiteState.ASKED, OffsiteState.RETURNED),
        "attachments": [one for one in selectors.offsite.attachments(step) if one.line_id is None],
    }  # fmt: skip
    return pages.show(request, "inspection/own_offsite.html", context)
