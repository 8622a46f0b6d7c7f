"""The public portal: home, one page per kind of notice, every notice with its versions and its tombstone."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.types import OpenRequest
from mingqian.publicity import caching, matrix, openness_tables, shown
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.selectors import openness, policy, public
from mingqian.ui import access, pages
from mingqian.ui.tables import Column, listing
from mingqian.ui.templatetags import ui
from mingqian.ui.words import day

LATEST = (NoticeKind.DRAW_NOTICE, NoticeKind.DRAW_RESULT, NoticeKind.RESULTS, NoticeKind.ANNUAL_PLAN)


@access.page(access.ANYONE)
@caching.cached
def home(request: OpenRequest) -> HttpResponse:
    """Search, three doors, and what is new."""
    year = localdate(request.now).year
    latest = public.latest(LATEST, 8)
    return pages.show(
        request,
        "publicity/home.html",
        {
            "latest": latest,
            "fallen": {row.pk for row in latest if public.is_void(row)},
            "figures": openness_tables.told(openness.figures(year)),
            "year": year,
            "changed": caching.changed(request),
        },
    )


@access.page(access.ANYONE)
@caching.cached
def items(request: OpenRequest) -> HttpResponse:
    """事项清单: the list in force itself, with its versions."""
    return _single(request, NoticeKind.ITEM_LIST)


@access.page(access.ANYONE)
@caching.cached
def powers(request: OpenRequest) -> HttpResponse:
    """权责清单 as last published, with its versions."""
    return _single(request, NoticeKind.POWER_LIST)


@access.page(access.ANYONE)
@caching.cached
def inspectors(request: OpenRequest) -> HttpResponse:
    """执法人员: five fields, nobody whose certificate has expired."""
    return _single(request, NoticeKind.INSPECTOR_LIST)


@access.page(access.ANYONE)
@caching.cached
def subjects(request: OpenRequest) -> HttpResponse:
    """对象名录."""
    return _single(request, NoticeKind.SUBJECT_LIST)


@access.page(access.ANYONE)
@caching.cached
def plans(request: OpenRequest) -> HttpResponse:
    """年度计划 and their adjustments."""
    return _kind(request, NoticeKind.ANNUAL_PLAN)


@access.page(access.ANYONE)
@caching.cached
def results(request: OpenRequest) -> HttpResponse:
    """检查结果, batch by batch."""
    return _kind(request, NoticeKind.RESULTS)


@access.page(access.ANYONE)
@caching.cached
def rules(request: OpenRequest) -> HttpResponse:
    """制度规范 › documents, each with whether it holds today."""
    gone = public.repealed(localdate(request.now))

    def force(row: public.Row) -> str:
        return "已废止" if row.thing in gone else "现行"

    held = Column(
        "force", "效力", cell=lambda row: ui.tag(force(row), "bad" if row.thing in gone else "ok"), text=force
    )
    return _kind(request, NoticeKind.RULE_DOCUMENT, (*COLUMNS[:-1], held, COLUMNS[-1]))


@access.page(access.ANYONE)
@caching.cached
def methods(request: OpenRequest) -> HttpResponse:
    """制度规范 › 检查评价办法."""
    return _kind(request, NoticeKind.EVALUATION_METHOD)


@access.page(access.ANYONE)
@caching.cached
def duties(request: OpenRequest) -> HttpResponse:
    """制度规范 › 职责与程序."""
    return _kind(request, NoticeKind.DUTIES)


@access.page(access.ANYONE)
@caching.cached
def notice(request: OpenRequest, code: str) -> HttpResponse:
    """One notice as it stands now; a withdrawn one is a tombstone."""
    row = pages.found(public.one(code))
    return _page(request, shown.page(request, row))


@access.page(access.ANYONE)
@caching.cached
def version(request: OpenRequest, code: str, number: int) -> HttpResponse:
    """An earlier wording of a corrected notice."""
    row = pages.found(public.version(code, number))
    newest = public.one(code)
    return _page(request, shown.page(request, row, newest=newest is not None and newest.pk == row.pk))


def _page(request: OpenRequest, page: shown.Page) -> HttpResponse:
    if page.listing is not None and page.listing.export:
        return page.listing.export
    status = 410 if page.gone else 200
    template = "publicity/tombstone.html" if page.gone else "publicity/notice.html"
    return pages.show(
        request,
        template,
        {
            "page": page,
            "kind": NoticeKind(page.row.kind),
            "pointed": public.pointed_out(page.row),
            "void": public.void_of(page.row),
            "repealed": public.repealed(localdate(request.now)).get(page.row.thing),
        },
        status=status,
    )


def _single(request: OpenRequest, kind: NoticeKind) -> HttpResponse:
    row = public.current(kind)
    if row is None:
        return _kind(request, kind)
    return _page(request, shown.page(request, row))


COLUMNS = (
    Column("title", "标题", cell=lambda row: shown.title_link(row), text=lambda row: row.title, wide=True),
    Column("unit", "公示单位", cell=lambda row: row.unit.name),
    Column("released_at", "公示日期", cell=lambda row: day(row.released_at), sort="released_at"),
    Column("state", "状态", cell=lambda row: shown.state_tag(row)),
)


def _kind(request: OpenRequest, kind: NoticeKind, columns: tuple[Column, ...] = COLUMNS) -> HttpResponse:
    rows, total = public.listing(kind), public.count(kind)
    found = listing(request, rows=rows, columns=columns, name=kind.label, total=total)
    if found.export:
        return found.export
    cell = matrix.cell(kind, policy.shown())
    return pages.show(
        request,
        "publicity/kind.html",
        {"listing": found, "kind": kind, "cell": cell, "changed": caching.changed(request)},
    )
