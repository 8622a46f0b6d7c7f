"""年度自查报告: called for by the section, filed by the firm, who filed and who did not open to everybody (XM-33)."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import OpenRequest, Request
from mingqian.inspection import (
    annual,
    annual_forms,
    annual_tables,
    files,
    material,
    policies,
    selectors,
    services,
)
from mingqian.inspection.enums import Mark
from mingqian.inspection.models import AnnualFile, AnnualReport
from mingqian.registry import selectors as registries
from mingqian.ui import access, pages
from mingqian.ui import tables as listings


@access.page(*policies.READERS)
def duties(request: Request) -> HttpResponse:
    """Every year's reports of the items in scope."""
    listing = listings.listing(
        request, rows=selectors.annual.visible(request.actor), name="年度自查报告",
        columns=annual_tables.duties("inspection:annual-duty"),
    )  # fmt: skip
    context = {"listing": listing, "clause": material.OWN_CHECK, "calls": request.actor.has(*SECTIONS)}
    return listing.export or pages.show(request, "inspection/annual_duties.html", context)


@access.form(*SECTIONS)
def call(request: Request) -> HttpResponse:
    """布置: everybody of an item's list owes a report."""
    today = localdate(request.now)
    listed = registries.items.listing(request.actor, today)
    items = [
        (one.code, f"{one.name}（{one.code}）")
        for one in listed if policies.may(request.actor, policies.Verb.OPEN, one.unit_path).ok
    ]  # fmt: skip
    form = annual_forms.CallForm(*pages.given(request), items=items, initial={"year": today.year - 1})
    made: list[str] = []
    if pages.submitted(
        request, form,
        lambda: made.append(services.annual.call(**form.values(), by=request.actor, now=request.now).code),
    ):  # fmt: skip
        return pages.done(request, "inspection:annual-duty", made[0], told="已布置，监管对象登录后填写")
    return pages.show(request, "inspection/annual_act.html", {
        "form": form, "title": "布置年度自查报告", "button": "布置", "clause": material.OWN_CHECK,
        "back": reverse("inspection:annual-duties"),
    })  # fmt: skip


@access.page(*policies.READERS)
def duty(request: Request, code: str) -> HttpResponse:
    """One year's reports: who filed, late, not at all."""
    row, today = pages.found(selectors.annual.one(request.actor, code)), localdate(request.now)
    rows = row.reports.filter(selectors.annual.THERE).select_related("subject").order_by("number")
    listing = listings.listing(
        request, rows=rows, name=f"年度自查报告{code}", columns=annual_tables.reports(row, today, desk=True),
        filters=annual_forms.ReportFilter(request.GET, duty=row, today=today),
    )  # fmt: skip
    missing = selectors.annual.standing(rows, annual.Standing.MISSING, row, today).filter(tag="").exists()
    may = missing and policies.may(request.actor, policies.Verb.OPEN, row.unit.path).ok
    context = {"listing": listing, "duty": row, "clause": annual.PUBLIC, "may_mark": may}
    return listing.export or pages.show(request, "inspection/annual_duty.html", context)


@access.form(*SECTIONS)
def mark(request: Request, code: str) -> HttpResponse:
    """未报告的列为名录类别."""
    row, form = (
        pages.found(selectors.annual.one(request.actor, code)),
        annual_forms.MarkForm(*pages.given(request)),
    )
    if pages.submitted(
        request, form, lambda: services.annual.mark(duty=code, **form.values(), by=request.actor, now=request.now)
    ):  # fmt: skip
        return pages.done(
            request, "inspection:annual-duty", code, told="未报告的已列为这一类别，可以作为分层"
        )
    return pages.show(request, "inspection/annual_act.html", {
        "form": form, "title": f"{row.item_name}：未报告的列为名录类别", "button": "列入",
        "clause": material.OWN_CHECK, "back": reverse("inspection:annual-duty", args=[code]),
    })  # fmt: skip


@access.page(*policies.READERS)
def report(request: Request, code: str, number: int) -> HttpResponse:
    """One firm's report."""
    row = pages.found(selectors.annual.one(request.actor, code))
    found = pages.found(
        row.reports.filter(number=number).select_related("subject", "duty", "handed_by").first()
    )
    return pages.show(request, "inspection/annual_report.html", _shown(found))


def _shown(found: AnnualReport) -> dict[str, object]:
    kinds = {Mark.OK: "ok", Mark.PROBLEM: "bad", Mark.NA: ""}
    points = [
        (text, Mark(found.answers[key]).label, kinds[Mark(found.answers[key])])
        for key, text in found.duty.points
        if key in found.answers
    ]
    facts = [
        ("回执", selectors.annual.receipt(found) if found.version else ""), ("报告日期", found.filed_on),
        ("版次", f"第{found.version}版" if found.version else ""), ("提交人", found.handed_by.name if found.handed_by else ""),
        ("期限", found.duty.due_on),
    ]  # fmt: skip
    return {
        "report": found,
        "points": points,
        "facts": facts,
        "attachments": found.files.filter(version=found.version),
    }


@access.page(*policies.READERS)
def attachment(request: Request, code: str, pk: int) -> HttpResponse:
    """One file of a report in sight."""
    duty = pages.found(selectors.annual.one(request.actor, code))
    row = pages.found(AnnualFile.objects.filter(report__duty=duty, pk=pk).first())
    return pages.download(row.name, files.read(row.digest), "bin")


@access.page(Role.ENTERPRISE_USER)
def own_list(request: Request) -> HttpResponse:
    """The own reports."""
    return pages.show(
        request, "inspection/own_annual_list.html", {"rows": selectors.annual.of_firm(request.actor)}
    )


@access.form(Role.ENTERPRISE_USER)
def own(request: Request, code: str, subject: str) -> HttpResponse:
    """Fill it in, or correct it; the receipt stands on the page."""
    row = pages.found(selectors.annual.one_of_firm(request.actor, code, subject))
    form = annual_forms.FileForm(*pages.given(request), points=row.duty.points, initial=_again(row))
    if pages.submitted(
        request, form,
        lambda: services.annual.file(
            duty=code, subject=subject, **form.filed(), by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        told = f"已提交，回执号{selectors.annual.receipt(row)}"
        return pages.done(request, "inspection:own-annual", code, subject, told=told)
    return pages.show(
        request, "inspection/own_annual.html", {"form": form, "clause": annual.PUBLIC, **_shown(row)}
    )


def _again(row: AnnualReport) -> dict[str, object]:
    return {
        **{f"point_{key}": value for key, value in row.answers.items()},
        "words": row.words,
        "corrected": row.corrected,
    }


@access.page(access.ANYONE)
def public_list(request: OpenRequest) -> HttpResponse:
    """年度报告公开, on the portal."""
    listing = listings.listing(
        request, rows=selectors.annual.public(), name="年度报告",
        columns=annual_tables.duties("inspection:public-annual"),
    )  # fmt: skip
    context = {"listing": listing, "title": "年度报告公开", "clause": annual.PUBLIC, "back": "/"}
    return listing.export or pages.show(request, "inspection/public_annual.html", context)


@access.page(access.ANYONE)
def public(request: OpenRequest, code: str) -> HttpResponse:
    """Who filed, late, not at all; firms alone."""
    row, today = pages.found(selectors.annual.public().filter(code=code).first()), localdate(request.now)
    listing = listings.listing(
        request, rows=selectors.annual.public_rows(row), name=f"年度报告{code}",
        columns=annual_tables.reports(row, today, desk=False),
        filters=annual_forms.ReportFilter(request.GET, duty=row, today=today),
    )  # fmt: skip
    context = {
        "listing": listing, "title": f"{row.year}年度报告：{row.item_name}", "clause": annual.PUBLIC,
        "back": reverse("inspection:public-annual-list"), "due": row.due_on,
    }  # fmt: skip
    return listing.export or pages.show(request, "inspection/public_annual.html", context)
