"""Refusals as pages: what, where, why with the clause, what to do. Also Django's own 400, 403, 404, 405, 500."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from mingqian.core.decision import Decision, Refused, denied
from mingqian.ui import room, words

_TITLES = {403: "这不是您能办理的事", 404: "没有找到", 409: "不能这样办理"}
# A refusal because of who asks is 403, because of how things stand 409.
_PERSONAL = (
    "access.",
    "accounts.not_yours",
    ".not_yours",
    ".not_your",
    ".out_of_scope",
    ".foreign",
    ".may_not",
)


def status_of(refused: Refused) -> int:
    """404 for what is not there, 403 where another person might, 409 where nobody may as things stand."""
    codes = [decision.code for decision in refused.decisions]
    if any(code.endswith(".not_found") for code in codes):
        return 404
    return 403 if any(part in code for code in codes for part in _PERSONAL) else 409


def spoken(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """As people and programs are told it: every refusal passes here before it is shown."""
    return tuple(
        replace(one, reason=words.in_full(one.reason), remedy=words.in_full(one.remedy)) for one in decisions
    )


def answer(request: Any, refused: Refused) -> HttpResponse:  # noqa: ANN401 — a PageRequest
    """As a page, as a fragment for htmx, or as problem+json for a program."""
    status = status_of(refused)
    if request.path.startswith("/api/"):
        return problem(status, refused.decisions)
    told = spoken(refused.decisions)
    part = "#box" if request.headers.get("HX-Request") == "true" else ""
    title = _TITLES[status]
    context = {"title": title, "decisions": told, "status": status}
    return render(request, f"ui/refused.html{part}", context, status=status)


def wired(refused: Refused, statuses: Mapping[str, int]) -> HttpResponse:
    """As a phone gets it: what, why, what to do. Signed out is 401; ``statuses`` names what else is special."""
    decisions = spoken(refused.decisions)
    first = decisions[0]
    special = {"access.signed_out": 401, **statuses}
    body = {
        "code": first.code,
        "reason": "\n".join(decision.reason for decision in decisions),
        "clause": first.clause,
        "remedy": first.remedy,
    }
    status = special.get(first.code) or status_of(refused)
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def other_method(methods: tuple[str, ...]) -> HttpResponse:
    """405 as a phone gets it."""
    told = denied("http.method", f"这个地址只接受 {'、'.join(methods)}", "", "请更新手机上的程序")
    answer = wired(Refused(told), {told.code: 405})
    answer["Allow"] = ", ".join(methods)
    return answer


def no_method(methods: str) -> HttpResponse:
    """405 as a program gets it."""
    told = denied("http.method", f"这个地址只接受 {methods}", "", "请按接口说明改正")
    answer = problem(405, (told,))
    answer["Allow"] = methods
    return answer


def problem(status: int, decisions: tuple[Decision, ...]) -> HttpResponse:
    """RFC 9457."""
    decisions = spoken(decisions)
    first = decisions[0]
    body = {
        "type": "about:blank",
        "title": first.reason,
        "status": status,
        "code": first.code,
        "detail": "\n".join(str(decision) for decision in decisions),
        "clause": first.clause,
        "remedy": first.remedy,
    }
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _said(request: HttpRequest, status: int, decision: Decision, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(status, (decision,))
    if _on_a_wire(request):
        return wired(Refused(decision), {decision.code: status})
    if not hasattr(request, "actor"):
        setattr(request, "actor", None)  # noqa: B010 — refused before the middleware knew anybody
    context = {"title": title, "decisions": (decision,), "status": status}
    return render(request, "ui/refused.html", context, status=status)


def _on_a_wire(request: HttpRequest) -> bool:
    """Was it a phone that asked (``access.wire``)? What is refused before its view answers as the view does."""
    return getattr(getattr(request.resolver_match, "func", None), "wired", False) is True


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    told = denied("http.bad_request", "请求的内容不合规，没有办理", "", "请返回上一页，刷新后重新填写")
    return _said(request, 400, told, "请求不合规")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 by Django itself."""
    told = denied("http.forbidden", "没有权限办理", "", "请返回上一页")
    return _said(request, 403, told, "没有权限")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 by the CSRF guard: an old page, a lost cookie, or another site."""
    told = denied(
        "http.stale_form", "页面已过期或浏览器没有发送凭据，这次提交没有办理", "", "请刷新页面后重新提交"
    )
    return _said(request, 403, told, "页面已过期")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same words for what does not exist and for what is not yours to see."""
    told = denied("http.not_found", "没有这一页，或者不在您的数据范围内", "", "请核对网址，或从菜单进入")
    return _said(request, 404, told, "没有找到")


def broken(request: HttpRequest) -> HttpResponse:
    """500: a defect of ours, or 507: a full disk. Nothing was saved; the page needs no database."""
    if room.full(sys.exception()):
        return _said(request, 507, room.NONE, "磁盘已满")
    told = denied(
        "http.broken", "程序出错，没有保存任何内容", "", "请稍后再试；再次出错请告知系统管理员时间与网址"
    )
    return _said(request, 500, told, "程序出错")
