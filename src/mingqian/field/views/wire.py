"""The wire between phone and server: package down, actions up. Every answer is JSON."""

import json
from uuid import UUID

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.core.decision import Refused, denied
from mingqian.field import bodies, selectors, services
from mingqian.field.enums import Answer
from mingqian.ui import access

TEAM = (Role.INSPECTOR, Role.BUSINESS_INSPECTOR)
LARGEST = 4 * 1024 * 1024  # bytes: two hundred actions with signatures are a tenth of it
_STATUSES = {"field.too_large": 413, "field.unreadable": 422, "field.too_many": 422, "field.no_device": 422}


@access.wire(*TEAM, methods=("GET",), statuses=_STATUSES)
def package(request: Request) -> HttpResponse:
    """What this person needs for the coming days."""
    device = _uuid(request.GET.get("device", ""))
    found = selectors.package.of(request.actor, device, now=request.now)
    return _json({**found, "csrf": get_token(request)})


@access.wire(*TEAM, methods=("POST",), statuses=_STATUSES)
def actions(request: Request) -> HttpResponse:
    """A line for each action, in the same order; when the server is busy, every one is to come again."""
    told = _read(request)
    device, given = _uuid(told.get("device")), told.get("actions")
    if not isinstance(given, list):
        raise _unreadable("没有记录列表")
    try:
        lines = services.receiving.receive(device=device, actions=given, by=request.actor, now=request.now)
    except OperationalError:
        return _json({"actions": [_later(one) for one in given]})
    return _json({"actions": [one.wired() for one in lines]})


def _later(told: object) -> dict[str, str]:
    return {
        "id": bodies.named(told), "state": Answer.AGAIN.value, "receipt": "", "sha256": "", "reason": "服务器忙，没有收下",
        "clause": "", "remedy": "手机会自动重传",
    }  # fmt: skip


def _read(request: Request) -> dict[str, object]:
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise Refused(denied("field.too_large", "一次上传超过 4 MB", "", "请分次上传"))
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError, MemoryError):
        raise _unreadable("不是可以读的 JSON") from None
    if not isinstance(told, dict):
        raise _unreadable("不是一个对象")
    return told


def _uuid(text: object) -> UUID:
    try:
        found = UUID(str(text))
    except ValueError:
        raise _no_device() from None
    if str(found) != text:
        raise _no_device()
    return found


def _no_device() -> Refused:
    return Refused(denied("field.no_device", "没有写明是哪部手机", "", "请用现场应用上传"))


def _unreadable(why: str) -> Refused:
    return Refused(denied("field.unreadable", f"上传的内容不合规：{why}", "", "请更新应用后重传"))


def _json(body: object) -> HttpResponse:
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
