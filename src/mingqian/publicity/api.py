"""Publication for programs: the queue, a notice, and every step that the desk has."""

from typing import Any

from ninja import Router, Status

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.publicity import content as contents
from mingqian.publicity import schemas
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.models import KeepBack, Notice, PointedOut
from mingqian.publicity.schemas import KeepBackOut, NoticeOut
from mingqian.publicity.selectors import candidates, notices, policy
from mingqian.publicity.services import (
    confirming,
    drafting,
    keeping_back,
    pointing_out,
    receipts,
    releasing,
    reviewing,
    taking,
    withdrawing,
)
from mingqian.ui import pages, tables

router = Router(tags=["公示"], auth=needs(Scope.PUBLICITY_READ))
WRITE = needs(Scope.PUBLICITY_WRITE)


@router.get("", response=schemas.NoticePage)
def listed(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """公示列表，每页 50 条，新的在前."""
    rows = notices.at_work(request.actor).order_by("-drafted_at", "-pk")
    return tables.numbered(rows, page, last=10_000)


@router.get("/waiting", response=list[schemas.WaitingOut])
def waiting(request: ApiRequest) -> list[dict[str, Any]]:
    """应当公示而还没有公示、或公示后又有变动的."""
    return [
        {
            "kind": one.kind.value, "thing": one.candidate.thing, "title": one.candidate.title,
            "unit": one.candidate.unit, "words": one.candidate.words, "due_on": one.chip.due,
            "notice": one.notice.code if one.notice else "",
        }
        for one in candidates.waiting(request.actor, now=request.now)
    ]  # fmt: skip


@router.post("", response={201: NoticeOut}, auth=WRITE)
def take(request: ApiRequest, given: schemas.TakeIn) -> Status[Notice]:
    """起草公示；已公示而有变动的，起草更正版."""
    return Status(201, taking.take(
        kind=given.kind, thing=given.thing, policy=policy.in_force(request.actor), by=request.actor,
        now=request.now,
    ))  # fmt: skip


@router.get("/{code}", response=schemas.NoticeWhole)
def whole(request: ApiRequest, code: str) -> dict[str, Any]:
    """一份公示的全部内容：将要公开或已经公开的，一字不差."""
    row = _one(request, code)
    lines = [dict(line.cells) for line in notices.lines(row)]
    content = {**contents.document(row.head), "rows": lines}
    return {"notice": row, "content": content, "redactions": row.redactions}


@router.post("/{code}/redact", response=NoticeOut, auth=WRITE)
def redact(request: ApiRequest, code: str, given: schemas.RedactIn) -> Notice:
    """遮盖一处."""
    return reviewing.redact(code=code, **given.dict(), by=request.actor, now=request.now)


@router.post("/{code}/review", response=NoticeOut, auth=WRITE)
def review(request: ApiRequest, code: str, given: schemas.ReviewIn) -> Notice:
    """公示内容审核通过."""
    return reviewing.review(code=code, **given.dict(), by=request.actor, now=request.now)


@router.post("/{code}/return", response=NoticeOut, auth=WRITE)
def return_(request: ApiRequest, code: str, given: schemas.NoticeReasonIn) -> Notice:
    """退回起草人."""
    return reviewing.return_(code=code, reason=given.reason, by=request.actor, now=request.now)


@router.post("/{code}/confirm", response={204: None}, auth=WRITE)
def confirm(request: ApiRequest, code: str, given: schemas.ConfirmIn) -> Status[None]:
    """司法行政机关确认执法人员清单."""
    confirming.confirm(
        code=code, **given.dict(), policy=policy.in_force(request.actor), by=request.actor, now=request.now
    )
    return Status(204, None)


@router.post("/{code}/release", response=NoticeOut, auth=WRITE)
def release(request: ApiRequest, code: str, given: schemas.ReleaseIn) -> Notice:
    """发布."""
    return releasing.release(
        code=code, digest=given.digest, policy=policy.in_force(request.actor), by=request.actor,
        now=request.now,
    )  # fmt: skip


@router.post("/{code}/correct", response={201: NoticeOut}, auth=WRITE)
def correct(request: ApiRequest, code: str, given: schemas.NoticeReasonIn) -> Status[Notice]:
    """起草更正版."""
    row = _one(request, code)
    return Status(201, taking.correct(
        code=code, kind=NoticeKind(row.kind), thing=row.thing, reason=given.reason,
        policy=policy.in_force(request.actor), by=request.actor, now=request.now,
    ))  # fmt: skip


@router.post("/{code}/drop", response=NoticeOut, auth=WRITE)
def drop(request: ApiRequest, code: str, given: schemas.NoticeReasonIn) -> Notice:
    """作废草稿."""
    return drafting.drop(code=code, reason=given.reason, by=request.actor, now=request.now)


@router.post("/{code}/withdraw", response={204: None}, auth=WRITE)
def withdraw(request: ApiRequest, code: str, given: schemas.WithdrawIn) -> Status[None]:
    """撤下，留下公开说明."""
    withdrawing.withdraw(
        code=code, **given.dict(), policy=policy.in_force(request.actor), by=request.actor, now=request.now
    )
    return Status(204, None)


@router.post("/{code}/keep-back", response={201: KeepBackOut}, auth=WRITE)
def keep_back(request: ApiRequest, code: str, given: schemas.KeepBackIn) -> Status[KeepBack]:
    """提出不公开."""
    return Status(201, keeping_back.ask(code=code, **given.dict(), by=request.actor, now=request.now))


@router.post("/{code}/keep-back/{number}", response=KeepBackOut, auth=WRITE)
def decide(request: ApiRequest, code: str, number: int, given: schemas.NoticeDecideIn) -> KeepBack:
    """决定是否不公开."""
    row = _one(request, code)
    pages.found(row.keep_backs.filter(pk=number).first())
    return keeping_back.decide(request=number, **given.dict(), by=request.actor, now=request.now)


@router.post("/pointed-out/{number}", response=schemas.PointedOutOut, auth=WRITE)
def answer_pointed(request: ApiRequest, number: str, given: schemas.PointedIn) -> PointedOut:
    """答复读者指出的错误."""
    return pointing_out.answer(number=number, **given.dict(), by=request.actor, now=request.now)


@router.post("/{code}/receipts", response={204: None}, auth=WRITE)
def receipt(request: ApiRequest, code: str, given: schemas.ChannelReceiptIn) -> Status[None]:
    """登记其他渠道的回执."""
    receipts.record(code=code, **given.dict(), by=request.actor, now=request.now)
    return Status(204, None)


def _one(request: ApiRequest, code: str) -> Notice:
    return pages.found(notices.one(request.actor, code))
