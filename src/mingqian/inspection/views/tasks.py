"""Tasks: the list, one task, the team's record, confirming and sending back."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.core.machines import inspection_approval
from mingqian.documents import selectors as documents
from mingqian.inspection import forms, gates, papers, policies, selectors, services, showing, tables
from mingqian.inspection.models import Task
from mingqian.inspection.views.acting import READERS, TEAM, WORKERS, Words, found, on_task, today_in
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.forms import Form
from mingqian.ui.words import day


@access.page(*READERS)
def tasks(request: Request) -> HttpResponse:
    """Tasks in scope or of the own team."""
    rows = selectors.tasks.visible(request.actor).order_by("-batch__opened_at", "number")
    listing = listings.listing(
        request, rows=rows, columns=tables.TASKS, name="检查任务", filters=forms.TaskFilter
    )
    if listing.export:
        return listing.export
    return pages.show(request, "inspection/tasks.html", {"listing": listing})


@access.page(*READERS)
def ledger(request: Request) -> HttpResponse:
    """台账: the nine fields of every result, filtered and exported as shown; each row opens its task."""
    rows = selectors.results.ledger(request.actor)
    listing = listings.listing(
        request, rows=rows, columns=tables.LEDGER, name="检查台账", filters=forms.TaskFilter
    )
    return listing.export or pages.show(request, "inspection/ledger.html", {"listing": listing})


@access.page(*READERS)
def task(request: Request, code: str) -> HttpResponse:
    """One task: stages, chips, result with what follows, checklist, hearing, rectification, story."""
    row = found(request, code)
    today = localdate(request.now)
    history, visits = selectors.history.of(row, today=today), selectors.visits.of_task(row, today=today)
    context = {
        "task": row,
        "history": history,
        "rail": showing.rail(row),
        "facts": [*showing.facts(row), *_beforehand(request, row)],
        "result": showing.result_facts(history),
        "points": showing.points(history),
        "order": showing.order_facts(history),
        "pairs": showing.pictures(history),
        "follow_ups": row.follow_ups.select_related("by", "done_by"),
        "events": showing.events(history, [one.row for one in visits]),
        "acts": showing.acts(history, request.actor),
        "shelf": documents.shelves.shelf(
            request.actor, *papers.of_task(row, {one.row.code: one.written for one in visits})
        ),
        "visits": visits,
        "state": tables.state(row),
    }
    return pages.show(request, "inspection/task.html", context)


def _beforehand(request: Request, row: Task) -> list[tuple[str, object]]:
    found = selectors.licensees.beforehand(request.actor, row, localdate(request.now))
    if found is None:
        return []
    since, guided = found
    told = f"已于{day(guided)}指导" if guided else "未指导"
    return [("新许可主体", f"{since}取得许可，检查前{told}")]


@access.form(*WORKERS)
def request_approval(request: Request, code: str) -> HttpResponse:
    """申请行政检查审批 for one subject: every task waiting there goes into one application."""
    row, form = (
        found(request, code),
        forms.ApprovalForm(*pages.given(request), initial=today_in("on", request)),
    )
    group = selectors.tasks.same_walk(request.actor, row)
    words = Words(
        "申请检查审批", "提交申请", "审批申请已提交",
        note=f"同一对象的{len(group)}项检查合并为一份审批表。", clause=gates.PRIOR,
        facts=(("对象", row.subject_name), *(("事项", one.item_name) for one in group)),
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.approvals.request(
            tasks=[one.code for one in group], **form.values(), by=request.actor, now=request.now
        ),
        words,
    )


@access.form(*TEAM)
def go_first(request: Request, code: str) -> HttpResponse:
    """紧急先行检查: the captain goes in at once, the head answers within 24 hours."""
    row = found(request, code)
    group = selectors.tasks.same_walk(request.actor, row)
    shows = ("检查立即开始，先行检查记入日志", "24小时内须由负责人补办审批，期限从现在按小时计算")
    form = forms.GoFirstForm(*pages.given(request), phrase="先行检查", shows=shows)
    words = Words(
        "紧急先行检查", "先行检查", "可以入企，请在24小时内补办审批",
        note=f"只用于情况紧急、来不及先报批的检查；同一对象的{len(group)}项检查一并先行。", clause=inspection_approval.MAKE_UP,
        facts=(("对象", row.subject_name), *(("事项", one.item_name) for one in group)),
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.approvals.go_first(
            tasks=[one.code for one in group], reason=form.values()["reason"], by=request.actor, now=request.now
        ),
        words,
    )  # fmt: skip


@access.form(*WORKERS)
def record(request: Request, code: str) -> HttpResponse:
    """登记检查结果: the checklist, one tap a point."""
    row = found(request, code)
    seats = selectors.tasks.crew(row)
    sheet = row.batch.checklists.filter(item=row.item_id).first()
    form = forms.CheckForm(
        *pages.given(request),
        points=sheet.points if sheet else [],
        conclusions=sheet.conclusions if sheet else [],
        seats=seats,
        task=row,
        initial=today_in("on", request),
    )
    if pages.submitted(
        request,
        form,
        lambda: services.checks.record(task=code, check=form.check(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "inspection:task", code, told="检查结果已登记")
    follows = [one for one in selectors.results.table() if not one.by_decision]
    return pages.show(
        request, "inspection/record.html", {"form": form, "task": row, "sheet": sheet, "follows": follows}
    )


@access.form(*policies.HEADS)
def confirm(request: Request, code: str) -> HttpResponse:
    """确认最终结果."""
    row = found(request, code)
    history = selectors.history.of(row, today=localdate(request.now))
    words = Words(
        "确认最终结果", "确认结果", "结果已确认，等待公示",
        note="确认后不能改写检查记录。确认人不得是登记人、答复人或本检查组人员。",
        facts=tuple(showing.result_facts(history)),
    )  # fmt: skip
    return on_task(
        request,
        row,
        Form(*pages.given(request)),
        lambda: services.results.confirm(tasks=[code], by=request.actor, now=request.now),
        words,
    )


@access.form(*policies.HEADS)
def send_back(request: Request, code: str) -> HttpResponse:
    """退回重查."""
    words = Words("退回重查", "退回", "已退回检查组", note="原检查记录保留，重新登记后为下一次记录。")
    return _with_reason(request, found(request, code), services.results.send_back, words)


@access.form(*policies.HEADS)
def cancel(request: Request, code: str) -> HttpResponse:
    """撤销任务."""
    words = Words(
        "撤销任务", "撤销", "任务已撤销", note="只在对象被依法替换等情形下撤销；抽取记录不变，撤销理由留存。"
    )
    return _with_reason(request, found(request, code), services.results.cancel, words)


def _with_reason(request: Request, row: Task, service: Callable[..., object], words: Words) -> HttpResponse:
    form = forms.WordsForm(*pages.given(request))
    return on_task(
        request,
        row,
        form,
        lambda: service(task=row.code, reason=form.values()["words"], by=request.actor, now=request.now),
        words,
    )


@access.form(*policies.HEADS)
def withhold(request: Request, code: str) -> HttpResponse:
    """决定不公示."""
    row, form = found(request, code), forms.WithholdForm(*pages.given(request))
    words = Words(
        "决定不公示", "决定不公示", "已决定不公示，计入统计",
        note="公开为常态、不公开为例外；不公示的结果仍计入各项统计。", clause="厦门 三(六)3；政府信息公开条例",
    )  # fmt: skip
    return on_task(
        request,
        row,
        form,
        lambda: services.publication.withheld(
            tasks=[code], **form.values(), by=request.actor, now=request.now
        ),
        words,
    )
