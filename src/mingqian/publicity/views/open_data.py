"""Open data: every notice as JSON and CSV, the list of them, and a feed. UTF-8 with BOM where a sheet opens it."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import OpenRequest
from mingqian.publicity import caching
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import public
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
    """The list of notices, tombstones included."""
    lines = (_line(request, row) for row in public.listing())
    return pages.download("notices.csv", export.csv_lines(HEAD, lines), "csv")


@access.page(access.ANYONE)
@caching.cached
def notices_json(request: OpenRequest) -> HttpResponse:
    """The same as JSON."""
    keys = ("code", "version", "kind", "title", "unit", "released_at", "state", "rows", "digest", "url")
    found = [dict(zip(keys, _line(request, row), strict=True)) for row in public.listing()]
    return JsonResponse({"notices": found}, json_dumps_params={"ensure_ascii": False})


@access.page(access.ANYONE)
@caching.cached
def notice_json(request: OpenRequest, code: str) -> HttpResponse:
    """One notice: the very document whose hash is the digest."""
    row = pages.found(_released(code))
    return JsonResponse(
        public.document(row, on=localdate(request.now)), json_dumps_params={"ensure_ascii": False}
    )


@access.page(access.ANYONE)
@caching.cached
def notice_csv(request: OpenRequest, code: str) -> HttpResponse:
    """Its table."""
    row = pages.found(_released(code))
    columns = public.content(row).columns
    lines = (
        [line.cells.get(one.key, "") for one in columns]
        for line in public.lines(row, on=localdate(request.now))
    )
    return pages.download(f"{code}.csv", export.csv_lines([one.label for one in columns], lines), "csv")


@access.page(access.ANYONE)
@caching.cached
def feed(request: OpenRequest) -> HttpResponse:
    """Atom: releases, corrections and withdrawals, the newest first."""
    bureau, origin = accounts.bureau(), caching.origin(request)
    made = Atom1Feed(
        title=f"{bureau.name if bureau else ''} 双随机、一公开",
        link=origin + reverse("publicity:home"),
        description="抽查公示",
        feed_url=origin + request.path,
        language="zh-Hans",
    )
    for row in public.listing()[:FEED_ENTRIES]:
        gone = row.state == NoticeState.WITHDRAWN
        made.add_item(
            title=("已撤下：" if gone else "更正：" if row.version > 1 else "") + row.title,
            link=origin + reverse("publicity:public-notice", args=[row.code]),
            description=row.withdrawal.reason if gone else public.content(row).lead,
            unique_id=f"tag:{request.get_host()},{row.code}/{row.version}/{row.state}",
            pubdate=row.released_at,
            updateddate=row.withdrawal.at if gone else row.released_at,
            categories=(NoticeKind(row.kind).label,),
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


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
