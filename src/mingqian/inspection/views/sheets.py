"""The same act for many rows on one sheet: all ticked, some may be left out, one button."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.inspection import forms, gates, policies, selectors, services, tables
from mingqian.inspection.models import Batch, Task
from mingqian.inspection.types import InspectionRules
from mingqian.inspection.views.acting import WORKERS, today_in
from mingqian.ui import access, pages
from mingqian.ui.forms import Form

MOST = 500
"""So many rows a sheet; the rest comes on the next."""


@dataclass(frozen=True)
class Line:
    """One row to tick."""

    value: str
    title: str
    code: str
    cells: tuple[object, ...]


@dataclass(frozen=True)
class Sheet:
    """What is shown above and around the rows."""

    title: str
    lead: str
    button: str
    heads: tuple[str, ...]
    back: str
    told: str
    clause: str = ""
    all_ticked: bool = True


def answered(
    request: Request, sheet: Sheet, lines: Sequence[Line], form: Form, act: Callable[[list[str]], object]
) -> HttpResponse:
    offered = {line.value for line in lines}
    posted = request.method == "POST"
    chosen = [one for one in request.POST.getlist("picked") if one in offered] if posted else []
    if pages.submitted(request, form, lambda: act(chosen)):
        return pages.done(request, sheet.back, told=sheet.told.format(len(chosen)))
    ticked = set(chosen) if posted else offered if sheet.all_ticked else set[str]()
    context = {"sheet": sheet, "lines": lines, "form": form, "ticked": ticked}
    return pages.show(request, "inspection/sheet.html", context)


@access.form(*policies.APPROVERS)
def decide(request: Request) -> HttpResponse:
    """The head decides on a sheet of applications."""
    rows = selectors.approvals.waiting(request.actor)[:MOST]
    lines = [
        Line(str(row.pk), row.subject.name, row.number, (row.planned_on, row.grounds, row.requested_by.name))
        for row in rows
    ]
    form = forms.DecideForm(*pages.given(request))
    sheet = Sheet(
        "办理检查审批", "不勾选的留待另行办理。申请人不能批准自己的申请。", "提交意见",
        ("计划检查日期", "事由", "申请人"), reverse("inspection:approvals"), "已办理{}份审批表", gates.PRIOR,
    )  # fmt: skip
    return answered(
        request,
        sheet,
        lines,
        form,
        lambda chosen: services.approvals.decide(
            approvals=[int(pk) for pk in chosen], approve=form.values()["approve"] == "yes",
            remark=form.values()["remark"], by=request.actor, now=request.now,
        ),
    )  # fmt: skip


def _lines(rows: Iterable[Task]) -> list[Line]:
    return [Line(row.code, row.subject_name, row.code, (row.item_name, tables.outcome(row))) for row in rows]


def _batch(request: Request, code: str) -> Batch:
    return pages.found(selectors.batches.one(request.actor, code))


@access.form(*SECTIONS)
def request_approvals(request: Request, code: str) -> HttpResponse:
    """Approvals for the on-site checks of a batch: one application per subject."""
    batch = _batch(request, code)
    rows = selectors.tasks.awaiting_approval(request.actor, code)[:MOST]
    form = forms.ApprovalForm(*pages.given(request), initial=today_in("on", request))
    sheet = Sheet(
        "成批申请检查审批", f"{batch.title}：同一对象的各项检查合并为一份审批表。", "提交申请", ("事项", "结果"),
        reverse("inspection:batch", args=[code]), "已为{}项检查申请审批", gates.PRIOR,
    )  # fmt: skip
    return answered(
        request,
        sheet,
        _lines(rows),
        form,
        lambda chosen: services.approvals.request(
            tasks=chosen, **form.values(), by=request.actor, now=request.now
        ),
    )


@access.form(*WORKERS)
def serve_many(request: Request, code: str) -> HttpResponse:
    """Notices of a batch served on the same day in the same way."""
    batch = _batch(request, code)
    rules = InspectionRules.from_json(batch.rules)
    rows = selectors.tasks.to_serve(request.actor, code)[:MOST]
    form = forms.ServeForm(*pages.given(request), media=rules.media, initial=today_in("on", request))
    sheet = Sheet(
        "成批送达告知书", f"{batch.title}：送达日期、方式和凭证相同的一并登记，申辩期逐户起算。", "登记送达",
        ("事项", "结果"), reverse("inspection:batch", args=[code]), "已登记送达{}份告知书", rules.media_clause,
    )  # fmt: skip
    return answered(
        request,
        sheet,
        _lines(rows),
        form,
        lambda chosen: services.notices.serve(
            tasks=chosen, **form.values(), by=request.actor, now=request.now
        ),
    )
