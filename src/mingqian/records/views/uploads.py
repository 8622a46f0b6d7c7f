"""The wire on which media travel up (docs/spec/field-sync.md §3). No transaction is open while bytes arrive."""

import re
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.request import UnreadablePostError

from mingqian.accounts.types import Request
from mingqian.core.decision import Refused, denied
from mingqian.records import policies, schemas
from mingqian.records.services import uploads as service
from mingqian.records.types import Progress
from mingqian.ui import access

RECORDERS = (*policies.KEEPERS, *policies.FIELD)
STATUSES = {
    "records.request": 422, "records.kind": 422, "records.type": 422, "records.disguised": 422,
    "records.piece": 422, "records.wrong_hash": 422, "records.empty": 422, "records.too_large": 413,
    "records.no_room": 507, "records.store": 507, "records.too_many": 429, "records.device_retired": 403,
    "records.busy": 423,
}  # fmt: skip
_CHECKSUM = re.compile(r"sha256 ([0-9a-f]{64})")


@access.wire(*RECORDERS, methods=("POST",), statuses=STATUSES)
def announce(request: Request) -> HttpResponse:
    """Open an upload, or ask again about the same one."""
    note = schemas.announced(_body(request, schemas.LARGEST_NOTE))
    made = service.announce(note, by=request.actor, now=request.now)
    return _told(made, status=200 if made.offset or made.receipt else 201)


@access.wire(*RECORDERS, methods=("HEAD", "PATCH", "DELETE"), statuses=STATUSES)
def upload(request: Request, pk: UUID) -> HttpResponse:
    """How far it is; one piece more; give it up."""
    if request.method == "HEAD":
        return _head(service.progress(service.one(pk, by=request.actor)))
    if request.method == "DELETE":
        service.abandon(pk, by=request.actor, now=request.now)
        return HttpResponse(status=204)
    if request.method != "PATCH":
        return HttpResponseNotAllowed(("HEAD", "PATCH", "DELETE"))
    try:
        made = service.add(
            pk,
            offset=_offset(request),
            checksum=_checksum(request),
            chunk=_body(request, service.CHUNK),
            by=request.actor,
            now=request.now,
        )
    except service.WrongOffset as wrong:
        first = wrong.decisions[0]
        body = {"code": first.code, "reason": first.reason, "remedy": first.remedy, "offset": wrong.offset}
        return JsonResponse(body, status=409, json_dumps_params={"ensure_ascii": False})
    return _told(made)


def _told(made: Progress, status: int = 200) -> JsonResponse:
    body = {
        "id": str(made.id), "offset": made.offset, "state": made.state, "receipt": made.receipt, "sha256": made.sha256,
    }  # fmt: skip
    return JsonResponse(body, status=status)


def _head(made: Progress) -> HttpResponse:
    headers = {"Upload-Offset": str(made.offset), "Upload-State": made.state, "Cache-Control": "no-store"}
    return HttpResponse(headers=headers | ({"Upload-Receipt": made.receipt} if made.receipt else {}))


def _offset(request: Request) -> int:
    text = request.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise schemas.wrong("没有写明续传的位置（Upload-Offset）")
    return int(text)


def _checksum(request: Request) -> str:
    found = _CHECKSUM.fullmatch(request.headers.get("Upload-Checksum", ""))
    if found is None:
        raise schemas.wrong("没有写明这一段的校验值（Upload-Checksum: sha256 …）")
    return found[1]


def _body(request: Request, most: int) -> bytes:
    """No more than that is read, whatever the header says."""
    try:
        body = request.read(most + 1)
    except UnreadablePostError as cut:
        raise schemas.wrong("这一段没有传完，连接就断了") from cut
    if len(body) > most:
        told = f"一次传来的超过 {most} 字节"
        raise Refused(denied("records.too_large", told, service.SPEC, "请分成更小的段上传"))
    return bytes(body)
