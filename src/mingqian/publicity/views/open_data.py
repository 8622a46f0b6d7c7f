"""Open data: every notice as JSON and CSV, the list of them, and a feed. UTF-8 with BOM where a sheet opens it."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import OpenRequest
from mingqian.draw.selectors.voids import Void
from mingqian.publicity import caching
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import fallen, public
from mingqian.ui import access, export, pages

FEED_ENTRIES = 100
HEAD = (
    "公示编号",
    "版次",
    "类别",
    "标题",
    "公示单位",
    "公示时间",
    "状态",
    "行数",
    "摘要值（SHA-256）",
    "网址",
    "抽取作废",
)


@access.page(access.ANYONE)
@caching.cached
def index(request: OpenRequest) -> HttpResponse:
    """What can be taken away, in which form, and how a digest is computed again."""
    rows = public.listing().filter(state=NoticeState.RELEASED)[:50]
    return pages.show(
        request,
        "publicity/open_data.html",
        {"rows": rows, "kinds": list(NoticeKind), "changed": caching.changed(request)},
    )


@access.page(access.ANYONE)
@caching.cached
def notices_csv(request: OpenRequest) -> HttpResponse:
    """The list of notices, tombstones included; what rests on a void draw is marked."""
    voids = fallen.voids()
    lines = ((*_line(request, row), fallen.line(voids.get(public.draw_of(row)))) for row in public.listing())
    return pages.download("notices.csv", export.csv_lines(HEAD, lines), "csv")


@access.page(access.ANYONE)
@caching.cached
def notices_json(request: OpenRequest) -> HttpResponse:
    """The same as JSON."""
    keys = ("code", "version", "kind", "title", "unit", "released_at", "state", "rows", "digest", "url")
    voids = fallen.voids()
    found: list[dict[str, object]] = [
        {
            **dict(zip(keys, _line(request, row), strict=True)),
            "void": fallen.told(voids.get(public.draw_of(row))),
        }
        for row in public.listing()
    ]
    return JsonResponse({"notices": found}, json_dumps_params={"ensure_ascii": False})


@access.page(access.ANYONE)
@caching.cached
def notice_json(request: OpenRequest, code: str) -> HttpResponse:
    """One notice: the very document whose hash is the digest; around it, whether its draw has been declared void."""
    row = pages.found(_released(code))
    found = public.document(row, on=localdate(request.now)) | {"void": fallen.told(public.void_of(row))}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


@access.page(access.ANYONE)
@caching.cached
def notice_csv(request: OpenRequest, code: str) -> HttpResponse:
    """Its table; of a draw declared void every line says so, wherever the sheet goes."""
    row = pages.found(_released(code))
    columns = public.content(row).columns
    mark = [said] if (said := fallen.line(public.void_of(row))) else []
    lines = (
        [*(line.cells.get(one.key, "") for one in columns), *mark]
        for line in public.lines(row, on=localdate(request.now))
    )
    head = [one.label for one in columns] + ["抽取作废" for _ in mark]
    return pages.download(f"{code}.csv", export.csv_lines(head, lines), "csv")


@access.page(access.ANYONE)
@caching.cached
def feed(request: OpenRequest) -> HttpResponse:
    """Atom: releases, corrections, withdrawals and draws declared void, the newest first."""
    bureau, origin = accounts.bureau(), caching.origin(request)
    made = Atom1Feed(
        title=f"{bureau.name if bureau else ''} 双随机、一公开",
        link=origin + reverse("publicity:home"),
        description="抽查公示",
        feed_url=origin + request.path,
        language="zh-Hans",
    )
    for at, row, void in _news():
        gone = row.state == NoticeState.WITHDRAWN
        state = "void" if void else row.state
        before = "抽取作废：" if void else "已撤下：" if gone else "更正：" if row.version > 1 else ""
        said = row.withdrawal.reason if gone else public.content(row).lead
        made.add_item(
            title=before + row.title,
            link=origin + reverse("publicity:public-notice", args=[row.code]),
            description=fallen.line(void) or said,
            unique_id=f"tag:{request.get_host()},{row.code}/{row.version}/{state}",
            pubdate=row.released_at,
            updateddate=at,
            categories=(NoticeKind(row.kind).label,),
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _news() -> list[tuple[datetime, Notice, Void | None]]:
    """When something last happened to a notice: its release, its withdrawal, the void of the draw it rests on."""
    voids = fallen.voids()
    rows = {row.pk: row for row in (*public.listing()[:FEED_ENTRIES], *fallen.rows(voids)[:FEED_ENTRIES])}
    found = []
    for row in rows.values():
        gone = row.state == NoticeState.WITHDRAWN
        void = None if gone else voids.get(public.draw_of(row))
        moments = (row.released_at, row.withdrawal.at if gone else None, void.at if void else None)
        found.append((max(one for one in moments if one), row, void))
    return sorted(found, key=lambda one: (one[0], one[1].code), reverse=True)[:FEED_ENTRIES]


def _released(code: str) -> Notice | None:
    row = public.one(code)
    return row if row is not None and row.state == NoticeState.RELEASED else None


def _line(request: OpenRequest, row: Notice) -> tuple[str, int, str, str, str, str, str, int, str, str]:
    return (
        row.code,
        row.version,
        NoticeKind(row.kind).label,
        row.title,
        row.unit.name,
        row.released_at.isoformat() if row.released_at else "",
        NoticeState(row.state).label,
        row.row_count,
        row.digest,
        caching.origin(request) + reverse("publicity:public-notice", args=[row.code]),
    )
