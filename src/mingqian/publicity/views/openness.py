"""How open the bureau was this year, for the public and at the desk; each figure opens the rows it counts."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import OpenRequest, Request
from mingqian.publicity import caching, matrix, openness_tables, policies
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.openness_tables import Told
from mingqian.publicity.selectors import openness, policy, public
from mingqian.ui import access, asking, pages
from mingqian.ui.forms import Filter
from mingqian.ui.tables import listing
from mingqian.ui.types import Bar, Chart


class Chosen(Filter):
    """Which figure's rows are wanted."""

    rows = forms.ChoiceField(choices=list(openness_tables.DESK.items()), widget=forms.HiddenInput)


@access.page(access.ANYONE)
@caching.cached
def statistics(request: OpenRequest) -> HttpResponse:
    """年度执法数据, and how open this bureau was: exceptions are counted in public."""
    year = localdate(request.now).year
    figures = openness_tables.told(openness.figures(year))
    bars = tuple(Bar(one.label, one.number, url=one.url) for one in figures["kinds"])
    return pages.show(
        request,
        "publicity/statistics.html",
        {
            "reports": public.listing(NoticeKind.STATISTICS),
            "figures": figures,
            "year": year,
            "chart": Chart(f"{year} 年公示件数", "件", bars),
            "matrix": matrix.cells(policy.shown()),
            "changed": caching.changed(request),
        },
    )


@access.page(access.ANYONE)
@caching.cached
def behind(request: OpenRequest, key: str) -> HttpResponse:
    """The notices one of these figures counts, tombstones as they stand."""
    year = localdate(request.now).year
    found = pages.found(openness_tables.behind(key, year))
    rows = listing(request, rows=found.rows, columns=found.columns, name=found.label)
    shown = {"behind": found, "year": year, "listing": rows, "changed": caching.changed(request)}
    return rows.export or pages.show(request, "publicity/behind.html", {**shown, "total": found.total})


@access.page(*policies.READERS)
def figures(request: Request) -> HttpResponse:
    """公开情况 of the reader's units: in time, late, corrected, withdrawn, kept back, and what is late and at work."""
    today = localdate(request.now)
    lists = openness.of_desk(request.actor, today=today)
    counted = {key: asking.Count(lists[key]) for key in openness_tables.DESK}
    asking.ask(*counted.values())
    here = reverse("publicity:figures")
    told = [
        Told(label, counted[key].number, f"{here}?rows={key}") for key, label in openness_tables.DESK.items()
    ]
    form = Chosen(request.GET)
    wanted = form.given("rows") or "late"
    columns, label = openness_tables.DESK_COLUMNS[wanted], openness_tables.DESK[wanted]
    rows = listing(request, rows=lists[wanted], columns=columns, name=label, total=counted[wanted].number)
    shown = {"listing": rows, "figures": told, "year": today.year}
    return rows.export or pages.show(request, "publicity/figures.html", shown)
