"""信用待归集, 结果报送 and 检查报告: what a batch hands on to others."""

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import Request
from mingqian.clocks import selectors as clocks
from mingqian.core import machine
from mingqian.core.machines import batch_report, delivery
from mingqian.documents import selectors as documents
from mingqian.inspection import (
    after_forms,
    after_tables,
    forms,
    packrules,
    papers,
    policies,
    selectors,
    services,
)
from mingqian.inspection.models import Batch, BatchReport, Delivery
from mingqian.inspection.policies import Verb
from mingqian.inspection.views.acting import READERS, today_in
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.forms import Form
from mingqian.ui.types import Deadline

INFORMED = (*policies.READERS, Role.INFORMATION_UNIT)


@access.page(*policies.READERS)
def signals(request: Request) -> HttpResponse:
    """Signals for the credit file, with export."""
    listing = listings.listing(
        request, rows=selectors.credit.visible(request.actor), columns=after_tables.SIGNALS, name="信用信息待归集",
        filters=after_forms.SignalFilter, size=20,
    )  # fmt: skip
    return listing.export or pages.show(request, "inspection/signals.html", {"listing": listing})


@access.page(*INFORMED)
def deliveries(request: Request) -> HttpResponse:
    """Sheets of results, those waiting first."""
    listing = listings.listing(
        request, rows=selectors.deliveries.visible(request.actor).order_by("-sent_at", "-pk"),
        columns=after_tables.DELIVERIES, name="结果报送", filters=after_forms.DeliveryFilter,
    )  # fmt: skip
    return listing.export or pages.show(request, "inspection/deliveries.html", {"listing": listing})


def _sheet(request: Request, number: str) -> Delivery:
    return pages.found(selectors.deliveries.one(request.actor, number))


@access.page(*INFORMED)
def one_delivery(request: Request, number: str) -> HttpResponse:
    """One sheet with its rows and what may be done."""
    row = _sheet(request, number)
    listing = listings.listing(
        request,
        rows=selectors.deliveries.results(row),
        columns=after_tables.DELIVERED,
        name=f"报送单{number}",
    )
    context = {
        "listing": listing,
        "row": row,
        "state": after_tables.delivery_state(row),
        "acts": _sheet_acts(request, row),
        "chip": clocks.due.deadline(
            f"delivery:{number}", services.deliveries.SIGNED, today=localdate(request.now)
        ),
    }
    return listing.export or pages.show(request, "inspection/delivery.html", context)


_SHEET_ACTS = (
    ("receive", "签收", Verb.SIGN_FOR),
    ("return", "退回", Verb.SIGN_FOR),
    ("resend", "重新报送", Verb.RESEND),
)


def _sheet_acts(request: Request, row: Delivery) -> list[tuple[str, str]]:
    possible = machine.possible(delivery.MACHINE, row.state)
    return [
        (label, reverse(f"inspection:delivery-{event}", args=[row.number]))
        for event, label, verb in _SHEET_ACTS
        if event in possible and policies.may(request.actor, verb, row.batch.unit.path).ok
    ]


def _worded(
    request: Request, number: str, title: str, label: str, act: Callable[[str], object], told: str
) -> HttpResponse:
    row, form = _sheet(request, number), forms.WordsForm(*pages.given(request), label=label)
    if pages.submitted(request, form, lambda: act(form.values()["words"])):
        return pages.done(request, "inspection:delivery", number, told=told)
    context = {"form": form, "title": title, "about": f"{row.batch.title} · 报送单{number}", "button": title}
    context["back"] = reverse("inspection:delivery", args=[number])
    return pages.show(request, "inspection/after_act.html", context)


@access.form(Role.INFORMATION_UNIT)
def receive(request: Request, number: str) -> HttpResponse:
    """签收."""
    return _worded(
        request, number, "签收", "签收凭证",
        lambda words: services.deliveries.receive(delivery=number, receipt=words, by=request.actor, now=request.now),
        "报送单已签收",
    )  # fmt: skip


@access.form(Role.INFORMATION_UNIT)
def return_sheet(request: Request, number: str) -> HttpResponse:
    """退回."""
    return _worded(
        request, number, "退回", "退回理由",
        lambda words: services.deliveries.return_(delivery=number, reason=words, by=request.actor, now=request.now),
        "报送单已退回，等待补正",
    )  # fmt: skip


@access.form(*SECTIONS)
def resend(request: Request, number: str) -> HttpResponse:
    """重新报送."""
    return _worded(
        request, number, "重新报送", "补正情况",
        lambda words: services.deliveries.resend(delivery=number, words=words, by=request.actor, now=request.now),
        "已重新报送",
    )  # fmt: skip


@access.page(*policies.READERS)
def reports(request: Request) -> HttpResponse:
    """检查报告 of every batch in scope."""
    listing = listings.listing(
        request, rows=selectors.reports.visible(request.actor), columns=after_tables.REPORTS, name="检查报告"
    )
    return listing.export or pages.show(request, "inspection/reports.html", {"listing": listing})


@access.page(*READERS)
def report(request: Request, code: str) -> HttpResponse:
    """One report as it prints: words, tables whose numbers open their rows, periods, acts."""
    batch = pages.found(selectors.batches.one(request.actor, code))
    row, today = selectors.reports.one(request.actor, code), localdate(request.now)
    figures = selectors.reports.of_batch(batch, row)
    context = {
        "batch": batch,
        "row": row,
        "figures": figures,
        "archive": selectors.archive.lines(batch),
        "general": [(one, one.late(today)) for one in selectors.improvements.of(batch, figures)],
        "state": after_tables.tinted(row.state, batch_report.MACHINE.states[row.state]) if row else "",
        "acts": _report_acts(request, batch, row),
        "shelf": documents.shelves.shelf(request.actor, *papers.of_batch(batch)),
        "may_draft": row is None and policies.may(request.actor, Verb.WRITE_REPORT, batch.unit.path).ok,
        "may_improve": policies.may(request.actor, Verb.WRITE_REPORT, batch.unit.path).ok,
        "chips": _chips(f"report:{code}", today),
    }
    return pages.show(request, "inspection/report.html", context)


def _chips(thing: str, today: date) -> list[tuple[str, Deadline]]:
    """How the two periods after a batch stand (涪陵 四(七))."""
    named = clocks.due.named([thing], today=today).get(thing, [])
    found = {one.kind: one.deadline for one in reversed(named)}
    kinds = (("检查报告", packrules.REPORT), ("通报处理", packrules.HANDLING))
    return [(label, found.get(kind, clocks.due.NONE)) for label, kind in kinds]


_REPORT_ACTS = (
    ("submit", "提交审批", "inspection:report-submit", Verb.WRITE_REPORT),
    ("write", "编写", "inspection:report-write", Verb.WRITE_REPORT),
    ("approve", "审批", "inspection:report-decide", Verb.APPROVE_REPORT),
    ("send", "报送", "inspection:report-send", Verb.WRITE_REPORT),
)


def _report_acts(request: Request, batch: Batch, row: BatchReport | None) -> list[tuple[str, str, bool]]:
    if row is None:
        return []
    possible = machine.possible(batch_report.MACHINE, row.state)
    return [
        (label, reverse(name, args=[batch.code]), event == "submit")
        for event, label, name, verb in _REPORT_ACTS
        if event in possible and policies.may(request.actor, verb, batch.unit.path).ok
    ]


@access.action(*SECTIONS)
def draft_report(request: Request, code: str) -> HttpResponse:
    """起草."""
    services.reports.draft(batch=code, by=request.actor, now=request.now)
    return pages.done(request, "inspection:report-write", code, told="检查报告已起草，数字随任务更新")


def on_report(
    request: Request, code: str, form: Form, act: Callable[[], object], title: str, told: str
) -> HttpResponse:
    """A form whose act ends on the page of the report."""
    batch = pages.found(selectors.batches.one(request.actor, code))
    if pages.submitted(request, form, act):
        return pages.done(request, "inspection:report", code, told=told)
    context = {"form": form, "title": title, "about": batch.title, "button": title}
    context["back"] = reverse("inspection:report", args=[code])
    return pages.show(request, "inspection/after_act.html", context)


@access.form(*SECTIONS)
def write_report(request: Request, code: str) -> HttpResponse:
    """编写."""
    row = pages.found(selectors.reports.one(request.actor, code))
    begun = {"situation": row.situation, "analysis": row.analysis, "measures": row.measures}
    form = after_forms.ReportForm(*pages.given(request), initial=begun)
    return on_report(
        request, code, form,
        lambda: services.reports.write(batch=code, **form.values(), by=request.actor, now=request.now),
        "编写检查报告", "检查报告已保存",
    )  # fmt: skip


@access.action(*SECTIONS)
def submit_report(request: Request, code: str) -> HttpResponse:
    """提交审批."""
    services.reports.submit(batch=code, by=request.actor, now=request.now)
    return pages.done(request, "inspection:report", code, told="检查报告已提交审批")


@access.form(*policies.APPROVERS)
def decide_report(request: Request, code: str) -> HttpResponse:
    """审批."""
    form = forms.DecideForm(*pages.given(request))
    return on_report(
        request, code, form,
        lambda: services.reports.decide(
            batch=code, approve=form.values()["approve"] == "yes", remark=form.values()["remark"],
            by=request.actor, now=request.now,
        ),
        "审批检查报告", "审批意见已登记",
    )  # fmt: skip


@access.form(*SECTIONS)
def send_report(request: Request, code: str) -> HttpResponse:
    """报送."""
    form = after_forms.SendReportForm(*pages.given(request), initial=today_in("on", request))
    return on_report(
        request, code, form,
        lambda: services.reports.send(batch=code, **form.values(), by=request.actor, now=request.now),
        "报送检查报告", "检查报告已报送",
    )  # fmt: skip
