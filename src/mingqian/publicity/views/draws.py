"""The public side of a draw: its announcement, its result, the files that prove it, a firm's own lot."""

import json
from datetime import datetime

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.dateparse import parse_datetime

from mingqian.accounts.types import OpenRequest
from mingqian.core.identifiers import read_uscc
from mingqian.publicity import caching, explained, lots, programs, shown
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.forms import LotForm
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import proofs, public
from mingqian.publicity.types import Content
from mingqian.ui import access, pages
from mingqian.ui.tables import Column, listing
from mingqian.ui.types import Step
from mingqian.ui.words import day, moment

TYPES = {".json": "application/json", ".txt": "text/plain; charset=utf-8", ".py": "text/plain; charset=utf-8"}
COLUMNS = (
    Column("title", "标题", cell=lambda row: shown.title_link(row), text=lambda row: row.title, wide=True),
    Column("kind", "公示内容", cell=lambda row: NoticeKind(row.kind).label),
    Column("released_at", "公示日期", cell=lambda row: day(row.released_at), sort="released_at"),
    Column("state", "状态", cell=lambda row: shown.state_tag(row)),
)


@access.page(access.ANYONE)
@caching.cached
def draws(request: OpenRequest) -> HttpResponse:
    """Every announcement and every result, void ones included."""
    kinds = (NoticeKind.DRAW_NOTICE, NoticeKind.DRAW_RESULT)
    rows, total = public.listing().filter(kind__in=kinds), public.count(*kinds)
    found = listing(request, rows=rows, columns=COLUMNS, name="抽取公告", total=total)
    if found.export:
        return found.export
    return pages.show(
        request, "publicity/draws.html", {"listing": found, "changed": caching.changed(request)}
    )


@access.page(access.ANYONE)
@caching.cached
def draw(request: OpenRequest, code: str) -> HttpResponse:
    """One draw: what was fixed before, what came out, and 现在验证."""
    announced = public.of_thing(NoticeKind.DRAW_NOTICE, f"draw:{code}")
    result = public.of_thing(NoticeKind.DRAW_RESULT, f"draw:{code}")
    first = pages.found(result or announced)
    told = _content(result)
    return pages.show(
        request,
        "publicity/draw.html",
        {
            "code": code,
            "first": first,
            "announced": announced,
            "announcement": _content(announced),
            "result": result,
            "told": told,
            "void": public.void_of(first),
            "steps": _steps(told),
            "verdict": proofs.verdict(told) if told else None,
            "before": told.detail.get("before", []) if told else [],
            "whole": [one for one in told.files if one.name.endswith(".zip")] if told else [],
            "changed": first.released_at,
        },
    )


@access.page(access.ANYONE)
@caching.cached
def check(request: OpenRequest, code: str) -> HttpResponse:
    """V0–V24 side by side: what the server found at publication, what the reader's browser finds now."""
    row = pages.found(public.of_thing(NoticeKind.DRAW_RESULT, f"draw:{code}"))
    told = pages.found(proofs.result(code))
    found = proofs.verdict(told)
    return pages.show(
        request,
        "publicity/check.html",
        {
            "code": code,
            "row": row,
            "before": told.detail.get("before", []),
            "verdict": found,
            "lines": list(explained.lines(found)),
            "words": json.dumps(explained.words(), ensure_ascii=False),
            "sides": True,
            "void": public.void_of(row),
            "changed": row.released_at,
        },
    )


@access.page(access.ANYONE)
def file(request: OpenRequest, code: str, name: str) -> HttpResponseBase:
    """A file of the released result; only names the notice lists are ever opened."""
    told = pages.found(proofs.result(code))
    known = pages.found(next((one for one in told.files if one.name == name), None))
    path = proofs.folder(told) / known.name
    kind = TYPES.get(path.suffix, "application/octet-stream")
    # A page of its own program never opens inside this site, whose policy admits no script of a page.
    response = FileResponse(path.open("rb"), content_type=kind, as_attachment=path.suffix == ".html")
    response["ETag"] = f'"{known.digest[:32]}"'
    response["Cache-Control"] = "public, max-age=3600"
    return response


@access.page(access.ANYONE)
def mine(request: OpenRequest, code: str) -> HttpResponse:
    """企业查自己的签: found in the reader's browser; without scripts the server answers, and nobody keeps it."""
    row = pages.found(public.of_thing(NoticeKind.DRAW_RESULT, f"draw:{code}"))
    told = pages.found(proofs.result(code))
    asked = "number" in request.GET
    form = LotForm(request.GET if asked else None)
    answer, number = None, ""
    if asked and form.is_valid():
        number = read_uscc(form.cleaned_data["number"]).value or ""
        answer = lots.look_up(proofs.folder(told), f"USCC:{number}", form.cleaned_data["salt"])
    names = {one["item"]: one["name"] for one in told.detail["items"]}
    context = {"code": code, "row": row, "form": form, "answer": answer, "number": number, "names": names}
    context["void"] = public.void_of(row)
    context["names_json"] = json.dumps(names, ensure_ascii=False)
    response = pages.show(request, "publicity/lot.html", context)
    response["Cache-Control"] = "no-store" if request.GET else f"public, max-age={caching.KEPT_SECONDS}"
    return response


@access.page(access.ANYONE)
@caching.cached
def tools(request: OpenRequest) -> HttpResponse:
    """怎样验证抽取: the two programs, their digests, and every check in plain words."""
    context = {"programs": programs.listing(), "lines": list(explained.lines())}
    return pages.show(request, "publicity/verifiers.html", context)


@access.page(access.ANYONE)
def tool(request: OpenRequest, name: str) -> HttpResponseBase:
    """A verifier to take away, always as a download."""
    known = pages.found(next((one for one in programs.listing() if one.name == name), None))
    return FileResponse(known.path.open("rb"), as_attachment=True, content_type="application/octet-stream")


def _short(at: datetime | None) -> str:
    """3月16日 18:00: the year stands in the head of the page."""
    return moment(at).partition("年")[2]


def _content(row: Notice | None) -> Content | None:
    if row is None or row.state == NoticeState.WITHDRAWN:
        return None
    return public.content(row)


def _steps(told: Content | None) -> list[Step]:
    if told is None:
        return []
    return [
        Step(one["label"], "done", f"{_short(parse_datetime(one['at']))} {one['note']}", one["hash"])
        for one in told.detail["steps"]
    ]
