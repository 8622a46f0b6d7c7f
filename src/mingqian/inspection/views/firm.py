"""The firm's own pages: 我的事项, 本次检查, 陈述申辩, 整改提交. Nothing of a visit shows before the visit."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.inspection import forms, selectors, services, showing, tables
from mingqian.inspection.after_forms import PicturesForm
from mingqian.inspection.models import Task
from mingqian.inspection.views.hearing import handed
from mingqian.ui import access, asking, pages
from mingqian.ui import tables as listings
from mingqian.ui.forms import Confirm


@access.page(Role.ENTERPRISE_USER)
def enterprise(request: Request) -> HttpResponse:
    """我的事项: what waits for the firm first, then every check it had."""
    listing = listings.listing(
        request, rows=selectors.enterprise.tasks(request.actor), columns=tables.OWN, name="我的检查"
    )
    if listing.export:
        return listing.export
    waiting = asking.answered(selectors.todo.of_firm(request.actor, today=localdate(request.now)))
    guidance = selectors.enterprise.guidance(request.actor)[:10]
    context = {"listing": listing, "waiting": waiting, "guidance": guidance}
    return pages.show(request, "inspection/enterprise.html", context)


def _own(request: Request, code: str) -> Task:
    return pages.found(selectors.enterprise.one(request.actor, code))


@access.page(Role.ENTERPRISE_USER)
def own_check(request: Request, code: str) -> HttpResponse:
    """本次检查: who came, under which clause, with what result, and what can be done about it."""
    task = _own(request, code)
    history = selectors.history.of(task, today=localdate(request.now))
    told = task.state != "recorded"
    context = {
        "task": task,
        "history": history,
        "rail": showing.rail(task),
        "result": showing.result_facts(history) if told else showing.visit_facts(history),
        "points": showing.points(history) if told else (),
        "order": showing.order_facts(history),
        "rights": showing.rights(history),
        "may_defend": task.state in ("noticed", "defended") and not _over(history, request),
        "pairs": showing.pictures(history),
        "has_opening": task.batch.draw_id is not None and not task.natural_person,
        "rated": selectors.ratings.given(task),
        "may_submit": history.order is not None and history.order.state in ("ordered", "submitted"),
    }
    return pages.show(request, "inspection/own_check.html", context)


def _over(history: selectors.history.History, request: Request) -> bool:
    last = selectors.enterprise.defence_until(history.task)
    return last is not None and localdate(request.now) > last


@access.form(Role.ENTERPRISE_USER)
def own_defence(request: Request, code: str) -> HttpResponse:
    """陈述申辩."""
    task, form = _own(request, code), forms.DefenceForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.defences.submit(
            task=code, text=form.values()["text"], files=form.values()["material"], by=request.actor,
            now=request.now,
        ),
    ):  # fmt: skip
        return pages.done(request, "inspection:own-check", code, told="陈述申辩已提交，检查机关将书面答复")
    history = selectors.history.of(task, today=localdate(request.now))
    return pages.show(
        request, "inspection/own_act.html",
        {"form": form, "task": task, "title": "陈述申辩", "button": "提交陈述申辩", "history": history},
    )  # fmt: skip


@access.form(Role.ENTERPRISE_USER)
def own_waiver(request: Request, code: str) -> HttpResponse:
    """放弃陈述申辩, typed out."""
    task = _own(request, code)
    form = Confirm(
        *pages.given(request),
        phrase="放弃申辩",
        shows=("放弃后不能再就本次初步结果提出陈述申辩", f"检查事项：{task.item_name}"),
    )
    if pages.submitted(
        request,
        form,
        lambda: services.defences.waive(
            task=code, evidence="对象在线确认放弃陈述申辩", by=request.actor, now=request.now
        ),
    ):
        return pages.done(request, "inspection:own-check", code, told="已登记放弃陈述申辩")
    return pages.show(request, "inspection/own_waiver.html", {"form": form, "task": task})


@access.form(Role.ENTERPRISE_USER)
def own_rectification(request: Request, code: str) -> HttpResponse:
    """整改提交."""
    task, form = _own(request, code), PicturesForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.rectifications.submit(
            task=code, text=form.values()["text"], files=form.uploads(), by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        return pages.done(request, "inspection:own-check", code, told="整改材料已提交，等待回访")
    history = selectors.history.of(task, today=localdate(request.now))
    return pages.show(
        request, "inspection/own_act.html",
        {"form": form, "task": task, "title": "提交整改", "button": "提交整改材料", "history": history},
    )  # fmt: skip


@access.page(Role.ENTERPRISE_USER)
def own_attachment(request: Request, code: str, pk: int) -> HttpResponse:
    """A file the firm handed in itself."""
    return handed(selectors.history.attachment(_own(request, code), pk))


@access.page(Role.ENTERPRISE_USER)
def own_opening(request: Request, code: str) -> HttpResponse:
    """开封凭据: what the firm needs to find its own row in a sealed list, once it was visited (sxsj1 §9)."""
    task = _own(request, code)
    doc = pages.found(selectors.enterprise.opening(task))
    return pages.download(f"opening-{task.batch.code}.json", doc, "json")
