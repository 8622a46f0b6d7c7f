"""比对核查: two data sets for an item of a batch, three lists, and what is made of every difference."""

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.types import Request
from mingqian.core.comparing import Verdict
from mingqian.inspection import comparing_forms as forms
from mingqian.inspection import comparing_tables as tables
from mingqian.inspection import material, selectors, services
from mingqian.inspection.models import Batch, Comparison, ComparisonRow
from mingqian.inspection.views.acting import READERS, WORKERS
from mingqian.leads import services as leads
from mingqian.ui import access, chance, pages
from mingqian.ui import tables as listings

MOST = 200
"""So many differences on one sheet; the rest comes on the next."""


def _batch(request: Request, code: str) -> Batch:
    return pages.found(selectors.batches.one(request.actor, code))


def _one(request: Request, code: str) -> Comparison:
    return pages.found(selectors.comparing.one(request.actor, code))


@access.page(*READERS)
def comparisons(request: Request, code: str) -> HttpResponse:
    """The comparisons of a batch, and what waits to be compared."""
    batch = _batch(request, code)
    rows = selectors.comparing.visible(request.actor).filter(batch=batch).order_by("-pk")
    listing = listings.listing(request, rows=rows, columns=tables.COMPARISONS, name="比对核查")
    waiting = selectors.comparing.items(request.actor, batch)
    context = {"listing": listing, "batch": batch, "waiting": waiting, "clause": material.NETWORK}
    return listing.export or pages.show(request, "inspection/comparisons.html", context)


@access.form(*WORKERS)
def compare(request: Request, code: str) -> HttpResponse:
    """新建比对核查."""
    batch = _batch(request, code)
    items = [
        (row.item.code, f"{row.item_version.name}（{number}户待核查）")
        for row, number in selectors.comparing.items(request.actor, batch)
    ]
    form = forms.CompareForm(*pages.given(request), items=items)
    made: list[Comparison] = []
    if pages.submitted(
        request, form,
        lambda: made.append(
            services.comparing.compare(
                batch=code, item=form.values()["item"], **form.sets(), by=request.actor, now=request.now
            )
        ),
    ):  # fmt: skip
        return pages.done(request, "inspection:comparison", made[0].code, told="已比对，结果已登记到各户")
    context = {"form": form, "batch": batch, "items": items, "clause": material.NETWORK}
    return pages.show(request, "inspection/compare.html", context)


@access.page(*READERS)
def comparison(request: Request, code: str) -> HttpResponse:
    """One comparison: the rule, both digests, three lists."""
    made = _one(request, code)
    rows = selectors.comparing.rows(request.actor, made)
    listing = listings.listing(
        request, rows=rows, columns=tables.rows(made), name=f"比对核查{code}", filters=forms.RowFilter
    )
    here, counts = reverse("inspection:comparison", args=[code]), selectors.comparing.counts(made)
    context = {
        "listing": listing, "comparison": made, "clause": material.NETWORK,
        "figures": [
            *((one.label, counts[one.value], f"{here}?verdict={one.value}") for one in Verdict),
            ("待核实", counts["unsettled"], f"{here}?settled={forms.OPEN}"),
        ],
        "may_verify": selectors.comparing.to_settle(request.actor, made).exists(),
    }  # fmt: skip
    return listing.export or pages.show(request, "inspection/comparison.html", context)


@access.form(*WORKERS)
def verify(request: Request, code: str) -> HttpResponse:
    """核实: one line each; what is left empty stays open."""
    made = _one(request, code)
    rows = list(selectors.comparing.to_settle(request.actor, made)[:MOST])
    form = forms.VerifyForm(*pages.given(request), tasks=[row.task.code for row in rows])
    if pages.submitted(
        request,
        form,
        lambda: services.comparing.verify(
            comparison=code, words=form.words(), by=request.actor, now=request.now
        ),
    ):
        return pages.done(
            request, "inspection:comparison", code, told=f"已登记{len(form.words())}户的核实情况"
        )
    lines = [
        (row, services.comparing.side_by_side(made, row), form[f"words_{row.task.code}"]) for row in rows
    ]
    context = {"comparison": made, "form": form, "lines": lines, "clause": material.NETWORK}
    return pages.show(request, "inspection/comparison_verify.html", context)


@access.form(*WORKERS)
def to_lead(request: Request, code: str, task: str) -> HttpResponse:
    """转为线索: the difference goes into the register of leads, and is checked as one."""
    made = _one(request, code)
    row: ComparisonRow = pages.found(
        selectors.comparing.rows(request.actor, made).filter(task__code=task).first()
    )
    form = forms.LeadForm(*pages.given(request))
    if pages.submitted(
        request, form,
        lambda: services.comparing.to_lead(
            comparison=code, task=task, **form.values(), entropy=chance.entropy(leads.intake.ENTROPY),
            by=request.actor, now=request.now,
        ),
    ):  # fmt: skip
        return pages.done(request, "inspection:comparison", code, told="已转为线索")
    context = {
        "comparison": made, "row": row, "form": form, "both": services.comparing.side_by_side(made, row),
        "clause": material.NETWORK,
    }  # fmt: skip
    return pages.show(request, "inspection/comparison_lead.html", context)
