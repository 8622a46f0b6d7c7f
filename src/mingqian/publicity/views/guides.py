"""办事指南 for everybody: the released guides with their flow charts, and of each what became of the applications."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.types import OpenRequest
from mingqian.guides import selectors as desk
from mingqian.guides.enums import Outcome
from mingqian.guides.types import Kept
from mingqian.publicity import content as contents
from mingqian.publicity import matrix, shown
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import candidates, notices, policy, public
from mingqian.publicity.sources.guides import PREFIX
from mingqian.ui import access, pages
from mingqian.ui.tables import Column, listing
from mingqian.ui.templatetags import ui
from mingqian.ui.types import Step
from mingqian.ui.words import day

KIND = NoticeKind.SERVICE_GUIDE
YEARS = range(2000, 2101)


def _code(row: Notice) -> str:
    return row.thing.removeprefix(PREFIX)


@access.page(access.ANYONE)
def guides(request: OpenRequest) -> HttpResponse:
    """The released guides, how many flow charts there are, and which of them are out of date."""
    today = localdate(request.now)
    rows = public.listing(KIND).filter(state=NoticeState.RELEASED)
    codes = [thing.removeprefix(PREFIX) for thing in rows.values_list("thing", flat=True)]
    now, kept = desk.guides.stamps(codes, today), desk.applications.kept(date(today.year, 1, 1), today, today)
    found = listing(request, rows=rows, columns=_columns(now, kept), name=KIND.label)
    if found.export:
        return found.export
    cell = matrix.cell(KIND, policy.shown())
    context = {"listing": found, "cell": cell, "charts": len(codes), "year": today.year}
    return pages.show(request, "publicity/guides.html", context)


def _columns(now: Mapping[str, str], kept: Mapping[str, Kept]) -> tuple[Column, ...]:
    def chart(row: Notice) -> str:
        return "现行" if now.get(_code(row)) == candidates.stamp(row) else "待更新"

    def promise(row: Notice) -> str:
        figures = kept.get(_code(row))
        return f"{figures.kept}／{figures.due}" if figures else "0／0"

    def link(row: Notice) -> SafeString:
        url = reverse("publicity:guide", args=[_code(row)])
        return format_html(
            '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, row.title, row.code
        )

    return (
        Column("title", "事项", cell=link, text=lambda row: row.title, wide=True),
        Column("at", "到哪里办", cell=lambda row: dict(contents.read(row.head).facts)["受理机关"]),
        Column("limit", "办理期限", cell=lambda row: dict(contents.read(row.head).facts)["办理期限"]),
        Column(
            "chart", "流程图",
            cell=lambda row: ui.tag(chart(row), "ok" if chart(row) == "现行" else "warn"), text=chart,
        ),
        Column("kept", "今年按期／应办结", cell=promise, numeric=True),
        Column("released_at", "公示日期", cell=lambda row: day(row.released_at), sort="released_at"),
    )  # fmt: skip


@access.page(access.ANYONE)
def guide(request: OpenRequest, code: str) -> HttpResponse:
    """One released guide with its flow chart, and its results of a year or a month."""
    row = pages.found(public.of_thing(KIND, f"{PREFIX}{code}"))
    page = shown.page(request, row)
    if page.gone:
        return pages.show(request, "publicity/tombstone.html", {"page": page, "kind": KIND}, status=410)
    today = localdate(request.now)
    since, until = _period(request, today)
    figures = desk.applications.kept(since, until, today, power=code).get(code)
    figures = figures or Kept(since, until, 0, 0, 0, 0, 0, 0)
    lines = [line.cells for line in notices.lines(row)]
    context = {
        "page": page,
        "kind": KIND,
        "chart": [Step(str(one["step"]), "plain", f"{one['post']} · {one['days']}") for one in lines],
        "fresh": desk.guides.stamps([code], today).get(code) == candidates.stamp(row),
        "results": _results(figures),
        "since": since,
        "until": until,
        "months": range(1, 13),
    }
    return pages.show(request, "publicity/guide.html", context)


def _results(figures: Kept) -> list[tuple[str, object]]:
    return [
        ("收件", f"{figures.accepted} 件"),
        (Outcome.GRANTED.label, f"{figures.granted} 件"),
        (Outcome.DENIED.label, f"{figures.denied} 件"),
        (Outcome.TAKEN_BACK.label, f"{figures.taken_back} 件"),
        ("应办结", f"{figures.due} 件"),
        ("按承诺期限办结", f"{figures.kept} 件"),
    ]


def _period(request: Any, today: date) -> tuple[date, date]:  # any request
    """A year, or a month of it; what is asked for otherwise is this year."""
    year, month = _number(request, "year"), _number(request, "month")
    year = year if year in YEARS else today.year
    if month not in range(1, 13):
        return date(year, 1, 1), date(year, 12, 31)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _number(request: Any, name: str) -> int:  # any request
    said = str(request.GET.get(name, ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else 0
