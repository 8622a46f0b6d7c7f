"""Draws for programs: reading them, and every step that the desk has."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Router, Schema

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.draw import selectors, services
from mingqian.draw.models import Draw
from mingqian.draw.selectors import desk

router = Router(tags=["抽取"], auth=needs(Scope.DRAW_READ))
WRITE = needs(Scope.DRAW_WRITE)


class DrawOut(Schema):
    """One attempt, with the hashes that fix it."""

    code: str
    plan: str
    title: str
    state: str
    nature: str
    attempt: int
    suite: str
    plan_hash: str
    seal_hash: str
    seed: str
    result_hash: str

    @staticmethod
    def resolve_plan(row: Draw) -> str:
        """The implementation plan's code."""
        return row.plan.code

    @staticmethod
    def resolve_title(row: Draw) -> str:
        """Its title."""
        return row.plan.title

    @staticmethod
    def resolve_nature(row: Draw) -> str:
        """Official or practice."""
        return row.log.nature


class DrawPage(Schema):
    """Fifty draws and how many there are."""

    total: int
    page: int
    rows: list[DrawOut]


@router.get("", response=DrawPage)
def draws(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """抽取列表，每页 50 条，新的在前."""
    rows = selectors.draws.visible(request.actor).order_by("-prepared_at")
    page = min(max(page, 1), 10_000)
    return {"total": rows.count(), "page": page, "rows": list(rows[(page - 1) * 50 : page * 50])}


@router.get("/{code}", response=DrawOut)
def draw(request: ApiRequest, code: str) -> Draw:
    """一次抽取."""
    return selectors.draws.get(request.actor, code)


@router.post("/{code}/freeze", response=DrawOut, auth=WRITE)
def freeze(request: ApiRequest, code: str) -> Draw:
    """冻结名录."""
    row = selectors.draws.get(request.actor, code)
    return services.freezing.freeze(draw=code, pack=desk.pack_of(row), by=request.actor, now=request.now)


@router.get("/{code}/transcript", response={200: dict[str, Any]})
def transcript(request: ApiRequest, code: str) -> HttpResponse:
    """已公布的抽取记录（transcript.json）."""
    row = selectors.draws.get(request.actor, code)
    return JsonResponse(selectors.transcripts.assemble(row), json_dumps_params={"ensure_ascii": False})
