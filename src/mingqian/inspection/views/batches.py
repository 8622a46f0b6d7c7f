"""Batches: opening the checks of a draw, their figures, ending and confirming them, approvals by the sheet."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.documents import selectors as documents
from mingqian.draw import selectors as draws
from mingqian.inspection import outcomes, papers, policies, selectors, services, tables
from mingqian.inspection.forms import EndForm, EndWaitingForm
from mingqian.inspection.models import Batch
from mingqian.inspection.services import ending, following
from mingqian.inspection.views.acting import READERS, today_in
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.forms import Confirm
from mingqian.ui.types import Bar, Chart


@access.page(*policies.READERS)
def batches(request: Request) -> HttpResponse:
    """Every batch in scope, and the draws whose checks were not opened yet."""
    rows = [
        (batch, selectors.batches.tally(batch))
        for batch in selectors.batches.visible(request.actor).order_by("-code")[:20]
    ]
    may_open = request.actor.has(*SECTIONS)
    waiting = selectors.batches.not_opened(request.actor) if may_open else []
    context = {"rows": rows, "waiting": waiting, "may_open": may_open}
    return pages.show(request, "inspection/batches.html", context)


@access.action(*SECTIONS)
def open_batch(request: Request, code: str) -> HttpResponse:
    """下达检查任务."""
    draw = draws.draws.get(request.actor, code)
    services.batches.open_batch(
        draw=code, rules=selectors.rules.of_plan(draws.occasions.plan_of(draw)), by=request.actor, now=request.now,
    )  # fmt: skip
    return pages.done(request, "inspection:batch", code, told=f"已按抽取“{code}”的结果下达检查任务")


@access.page(*READERS)
def batch(request: Request, code: str) -> HttpResponse:
    """One batch: figures that open their rows, results as bars, publication days."""
    row = pages.found(selectors.batches.one(request.actor, code))
    tally = selectors.batches.tally(row)
    limits = selectors.batches.publication_days(row, today=localdate(request.now))
    void = selectors.batches.void_of(row)
    context = {
        "batch": row,
        "void": void,
        "opens_draw": row.draw_id is not None and request.actor.covers(row.unit.path),
        "tally": tally,
        "figures": _figures(row, tally.by_state, tally.total),
        "chart": _chart(tally.by_outcome),
        "limits": limits,
        "acts": _acts(request, row, tally.by_state, void=void is not None),
        "shelf": documents.shelves.shelf(request.actor, *papers.of_batch(row)),
        "may_refresh": row.draw_id is not None
        and row.ended_on is None
        and void is None
        and policies.may(request.actor, policies.Verb.OPEN, row.unit.path).ok,
    }
    return pages.show(request, "inspection/batch.html", context)


def _figures(row: Batch, by_state: Mapping[str, int], total: int) -> list[tuple[str, int, str]]:
    here = f"{reverse('inspection:tasks')}?batch={row.code}"
    done = by_state.get("published", 0) + by_state.get("closed_published", 0)
    closed = by_state.get("closed_published", 0) + by_state.get("closed_withheld", 0)
    return [
        ("抽中（对象×事项）" if row.draw_id else "对象×事项", total, here),
        ("待检查", by_state.get("waiting", 0), f"{here}&state=waiting"),
        (
            "待确认",
            sum(by_state.get(one, 0) for one in ("recorded", "noticed", "defended", "answered")),
            f"{here}&state=recorded",
        ),
        ("待公示", by_state.get("confirmed", 0), f"{here}&state=confirmed"),
        ("已公示（完成）", done, f"{here}&state=published"),
        ("已办结（完结）", closed, f"{here}&state=closed"),
    ]


def _chart(by_outcome: Mapping[str, int]) -> Chart:
    bars = [
        Bar(outcome.label, by_outcome[code], outcome.disposal)
        for code, outcome in outcomes.table().items()
        if by_outcome.get(code)
    ]
    return Chart("检查结果", "项", tuple(bars))


def _acts(
    request: Request, row: Batch, by_state: Mapping[str, int], *, void: bool
) -> list[tuple[str, str, str]]:
    path, found = row.unit.path, list[tuple[str, str, str]]()
    if row.ended_on is None and policies.may(request.actor, policies.Verb.OPEN, path).ok:
        kind = "" if by_state.get("waiting") else "main"
        found.append(("登记检查结束", reverse("inspection:end", args=[row.code]), kind))
    if selectors.tasks.awaiting_approval(request.actor, row.code).exists():
        found.append(("成批申请审批", reverse("inspection:request-approvals", args=[row.code]), ""))
    if selectors.tasks.to_serve(request.actor, row.code).exists():
        found.append(("成批送达告知书", reverse("inspection:serve-many", args=[row.code]), ""))
    if by_state.get("waiting") and void and selectors.tasks.endable(request.actor, row.code)[0]:
        found.append(("撤销未检查的任务", reverse("inspection:end-waiting", args=[row.code]), "main"))
    found += _off_site(row)
    if request.actor.has(*SECTIONS):
        found.append(("成批打印文书", reverse("inspection:print-batch", args=[row.code]), ""))
    if row.ended_on is not None:
        found.append(("检查报告", reverse("inspection:report", args=[row.code]), ""))
    if by_state.get("recorded") and policies.may(request.actor, policies.Verb.CONFIRM, path).ok:
        found.append(("成批确认结果", reverse("inspection:confirm-batch", args=[row.code]), ""))
    return found


def _off_site(row: Batch) -> list[tuple[str, str, str]]:
    methods, found = selectors.offsite.methods(row), list[tuple[str, str, str]]()
    if methods & set(selectors.offsite.FROM_FIRMS):
        found.append(("材料", reverse("inspection:materials", args=[row.code]), ""))
    if "network" in methods:
        found.append(("比对核查", reverse("inspection:comparisons", args=[row.code]), ""))
    return found


@access.action(*SECTIONS)
def follow(request: Request, code: str) -> HttpResponse:
    """After a change of the draw: the batch says again what the draw says."""
    found = following.follow(batch=code, by=request.actor, now=request.now)
    counts = (
        (len(found.seats), "个席位有变动"),
        (len(found.came_in), "项任务新下达"),
        (len(found.moved), "项任务换了检查组"),
    )
    told = "已按抽取更新：" + "，".join(f"{count}{what}" for count, what in counts if count)
    told = told if found else "检查组和任务与抽取结果一致，没有变动"
    return pages.done(request, "inspection:batch", code, told=told)


@access.form(*SECTIONS)
def end(request: Request, code: str) -> HttpResponse:
    """登记检查结束: publication periods run from that day."""
    row, form = (
        pages.found(selectors.batches.one(request.actor, code)),
        EndForm(*pages.given(request), initial=today_in("on", request)),
    )
    if pages.submitted(
        request,
        form,
        lambda: services.batches.end(batch=code, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "inspection:batch", code, told="检查已结束，公示期限开始计算")
    return pages.show(request, "inspection/end.html", {"form": form, "batch": row})


@access.form(*policies.HEADS)
def confirm_batch(request: Request, code: str) -> HttpResponse:
    """Confirm every result that may be confirmed today, after a look at what they are."""
    row = pages.found(selectors.batches.one(request.actor, code))
    ready = selectors.tasks.confirmable(request.actor, code, today=localdate(request.now))
    shows = tuple(f"{label}：{number}项" for label, number in selectors.tasks.counted(ready))
    form = Confirm(*pages.given(request), phrase="确认结果", shows=shows)
    codes = [task.code for task in ready]
    if pages.submitted(
        request, form, lambda: services.results.confirm(tasks=codes, by=request.actor, now=request.now)
    ):
        return pages.done(request, "inspection:batch", code, told=f"已确认{len(codes)}项结果")
    return pages.show(request, "inspection/confirm_batch.html", {"form": form, "batch": row, "ready": ready})


@access.form(*policies.HEADS)
def end_waiting(request: Request, code: str) -> HttpResponse:
    """After a void: whatever has not begun is ended together, on one ground, by the typed words."""
    row = pages.found(selectors.batches.one(request.actor, code))
    void = pages.found(selectors.batches.void_of(row))
    mine, others = selectors.tasks.endable(request.actor, code)
    shows = (
        f"撤销{len(mine)}项还没有检查的任务",
        *((f"另有{others}项由其他责任单位撤销",) if others else ()),
    )
    form = EndWaitingForm(*pages.given(request), shows=shows, initial={"words": ending.ground(void)})
    codes = [task.code for task in mine]
    if pages.submitted(
        request,
        form,
        lambda: ending.end_waiting(
            batch=code, tasks=codes, reason=form.values()["words"], by=request.actor, now=request.now
        ),
    ):
        return pages.done(request, "inspection:batch", code, told=f"已撤销{len(codes)}项任务")
    context = {"form": form, "batch": row, "ready": mine, "void": void}
    return pages.show(request, "inspection/end_waiting.html", context)


@access.page(*READERS)
def approvals(request: Request) -> HttpResponse:
    """行政检查审批: what waits, and what was decided."""
    rows = selectors.approvals.listed(request.actor)
    listing = listings.listing(request, rows=rows, columns=tables.APPROVALS, name="行政检查审批")
    if listing.export:
        return listing.export
    waiting = selectors.approvals.waiting(request.actor).count()
    decides = request.actor.has(*policies.APPROVERS) and waiting > 0
    return pages.show(
        request, "inspection/approvals.html", {"listing": listing, "waiting": waiting, "decides": decides}
    )
