"""材料 of a batch: who was asked, who has handed in and who not, and asking or looking up many at once (XM-34)."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.inspection import material, offsite_forms, offsite_tables, selectors, services
from mingqian.inspection.models import Batch
from mingqian.inspection.views.acting import READERS
from mingqian.inspection.views.sheets import MOST, Line, Sheet, answered
from mingqian.ui import access, pages
from mingqian.ui import tables as listings


def _batch(request: Request, code: str) -> Batch:
    return pages.found(selectors.batches.one(request.actor, code))


@access.page(*READERS)
def materials(request: Request, code: str) -> HttpResponse:
    """Every 书面 and 自查 check of a batch by how far its material is."""
    batch, today = _batch(request, code), localdate(request.now)
    rows = selectors.offsite.of_batch(request.actor, code).order_by("number")
    listing = listings.listing(
        request, rows=rows, columns=offsite_tables.materials(today), name="检查材料",
        filters=offsite_forms.MaterialFilter(request.GET, today=today),
    )  # fmt: skip
    if listing.export:
        return listing.export
    here = reverse("inspection:materials", args=[code])
    context = {
        "batch": batch, "listing": listing, "clause": material.WRITTEN,
        "figures": [
            (label, selectors.offsite.stage(rows, stage, today).count(), f"{here}?stage={stage}")
            for stage, label in selectors.offsite.STAGES.items()
        ],
        "may_ask": selectors.offsite.to_ask(request.actor, code).exists(),
        "may_hold": selectors.offsite.to_hold(request.actor, code).exists(),
    }  # fmt: skip
    return pages.show(request, "inspection/materials.html", context)


@access.form(*SECTIONS)
def ask_many(request: Request, code: str) -> HttpResponse:
    """One list of material and one date for many firms."""
    batch = _batch(request, code)
    rows = selectors.offsite.to_ask(request.actor, code)[:MOST]
    lines = [
        Line(row.code, row.subject_name, row.code, (row.item_name, offsite_tables.way(row))) for row in rows
    ]
    form = offsite_forms.AskForm(*pages.given(request))
    sheet = Sheet(
        "成批通知提交材料", f"{batch.title}：同一份清单、同一期限，检查对象登录后逐项提交。", "发出通知",
        ("事项", "方式"), reverse("inspection:materials", args=[code]), "已通知{}户", material.WRITTEN,
        all_ticked=False,
    )  # fmt: skip
    return answered(
        request, sheet, lines, form,
        lambda chosen: services.offsite.ask(tasks_=chosen, **form.values(), by=request.actor, now=request.now),
    )  # fmt: skip


@access.form(*SECTIONS)
def hold_many(request: Request, code: str) -> HttpResponse:
    """What the bureau has in its own files is not asked of the firms."""
    batch, today = _batch(request, code), localdate(request.now)
    rows = selectors.offsite.to_hold(request.actor, code)[:MOST]
    lines = [
        Line(row.code, row.subject_name, row.code, (row.item_name, offsite_tables.progress(row, today)))
        for row in rows
    ]
    form = offsite_forms.HoldForm(*pages.given(request))
    sheet = Sheet(
        "成批登记本机关已有材料", f"{batch.title}：材料已在本机关的，不再要检查对象提交；已通知的一并撤回。", "登记",
        ("事项", "材料"), reverse("inspection:materials", args=[code]), "已登记{}户", material.SHARED,
        all_ticked=False,
    )  # fmt: skip
    return answered(
        request, sheet, lines, form,
        lambda chosen: services.looking_up.hold(
            tasks_=chosen, **form.held(), by=request.actor, now=request.now
        ),
    )  # fmt: skip
