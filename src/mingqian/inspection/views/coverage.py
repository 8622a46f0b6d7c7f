"""抽查覆盖: how much of the list and of its contents random checks reached; each figure opens its rows."""

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.inspection import coverage_tables, policies
from mingqian.inspection.selectors import coverage as reads
from mingqian.inspection.types import Span
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.words import percent

CLAUSE = "涪陵指引 二(一)：随机抽查检查事项、内容达到100%"
MILLION = 1_000_000


@access.page(*policies.READERS)
def coverage(request: Request) -> HttpResponse:
    """Two shares of a period and the list behind the chosen figure."""
    today = localdate(request.now)
    form = coverage_tables.Period.asked(request.GET, today)
    span, wanted = form.span(today), form.given("rows") or "unseen"
    behind = _behind(request, span, form)
    where = f"first={span.first.isoformat()}&last={span.last.isoformat()}"
    listing = listings.listing(
        request,
        rows=behind[wanted],
        columns=coverage_tables.tables(where)[wanted],
        name=dict(coverage_tables.BEHIND)[wanted],
        filters=form,
    )
    figures = [_figure(key, label, behind, where) for key, label in coverage_tables.BEHIND[:4]]
    shown = {"listing": listing, "figures": figures, "wanted": wanted, "clause": CLAUSE, "form": form}
    return listing.export or pages.show(request, "inspection/coverage.html", shown)


def _behind(request: Request, span: Span, form: coverage_tables.Period) -> dict[str, Any]:
    by, today = request.actor, localdate(request.now)
    items, points = reads.items(by, span, today), reads.points(by, span, today)
    item, number = form.given("item"), form.given("number")
    one = next((point for point in points if (point.item, point.number) == (item, number)), None)
    rows = reads.finished(by, span).filter(item__item__code=item or "")
    return {
        "items": [item for item in items if item.checks],
        "missed": [item for item in items if not item.checks],
        "points": [point for point in points if point.checks],
        "unseen": [point for point in points if not point.checks],
        "tasks": rows.filter(pk__in=one.checks) if one else rows,
        "hits": rows.filter(pk__in=one.hits if one else ()),
    }


def _figure(key: str, label: str, behind: dict[str, Any], where: str) -> tuple[str, int, str, str, str]:
    """Label, number, share of the whole, key, address."""
    pair = ("items", "missed") if key in ("items", "missed") else ("points", "unseen")
    number, whole = len(behind[key]), sum(len(behind[one]) for one in pair)
    share = f"占 {whole} 项的 {percent(number * MILLION // whole)}" if whole else "清单是空的"
    return label, number, share, key, f"?rows={key}&{where}"
