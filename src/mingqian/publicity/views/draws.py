"""The public side of a draw: its announcement, its result, the files that prove it, a firm's own lot."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.dateparse import parse_datetime

from mingqian.accounts.types import OpenRequest
from mingqian.core.identifiers import read_uscc
from mingqian.publicity import caching, lots, shown
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.forms import LotForm
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import public
from mingqian.publicity.services.taking import FOLDER
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
    kinds = [NoticeKind.DRAW_NOTICE, NoticeKind.DRAW_RESULT]
    found = listing(request, rows=public.listing().filter(kind__in=kinds), columns=COLUMNS, name="抽取公告")
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
            "steps": _steps(told),
            "names": json.dumps({one["item"]: one["name"] for one in told.detail["items"]}) if told else "",
            "lot": LotForm(),
            "changed": first.released_at,
        },
    )


@access.page(access.ANYONE)
def file(request: OpenRequest, code: str, name: str) -> HttpResponseBase:
    """A file of the released result; only names the notice lists are ever opened."""
    row = pages.found(public.of_thing(NoticeKind.DRAW_RESULT, f"draw:{code}"))
    told = pages.found(_content(row))
    known = pages.found(next((one for one in told.files if one.name == name), None))
    path = folder(told) / known.name
    response = FileResponse(path.open("rb"), content_type=TYPES.get(path.suffix, "application/octet-stream"))
    response["ETag"] = f'"{known.digest[:32]}"'
    response["Cache-Control"] = "public, max-age=3600"
    return response


@access.page(access.ANYONE)
@caching.cached
def mine(request: OpenRequest, code: str) -> HttpResponse:
    """企业查自己的签: tag, ticket and cut, with the shell line that repeats it."""
    row = pages.found(public.of_thing(NoticeKind.DRAW_RESULT, f"draw:{code}"))
    told = pages.found(_content(row))
    form = LotForm(request.GET or None)
    answer, number = None, ""
    if request.GET and form.is_valid():
        number = read_uscc(form.cleaned_data["number"]).value or ""
        answer = lots.look_up(folder(told), f"USCC:{number}", form.cleaned_data["salt"])
    names = {one["item"]: one["name"] for one in told.detail["items"]}
    return pages.show(
        request,
        "publicity/lot.html",
        {"code": code, "row": row, "form": form, "answer": answer, "number": number, "names": names},
    )


def _short(at: datetime | None) -> str:
    """3月16日 18:00: the year stands in the head of the page."""
    return moment(at).partition("年")[2]


def folder(told: Content) -> Path:
    """Where the files of a released result lie."""
    return Path(settings.HOME) / FOLDER / str(told.detail["folder"])


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
