"""What is said about records: why one broke off, why one was not made, who may see it; bringing one from a card."""

import hashlib
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpResponse

from mingqian.accounts.types import Request
from mingqian.core import continuity
from mingqian.core.decision import demand
from mingqian.records import forms, matters, policies, selectors, services
from mingqian.records.enums import Without
from mingqian.records.services.uploads import CHUNK
from mingqian.records.types import Announced
from mingqian.records.views.items import found
from mingqian.records.views.uploads import RECORDERS
from mingqian.ui import access, pages
from mingqian.ui.forms import Form


def _shown(
    request: Request, form: Form, title: str, button: str, back: str, *args: object, note: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": back, "args": args, "note": note}
    return pages.show(request, "records/form.html", context)


@access.form(*RECORDERS)
def gap(request: Request, series: UUID, after: int) -> HttpResponse:
    """中断说明."""
    form, first = forms.GapForm(*pages.given(request)), selectors.items.part(series, after)
    thing = pages.found(first).thing
    if pages.submitted(
        request,
        form,
        lambda: services.explaining.gap(
            series=series, after=after, **form.values(), by=request.actor, now=request.now
        ),
    ):
        return pages.done(request, "records:thing", thing, told="已说明，说明不能改写")
    return _shown(request, form, "说明录制中断的原因", "提交说明", thing, note=f"第 {after} 段之后")


@access.form(*RECORDERS)
def absence(request: Request, stage: str, kind: str, thing: str) -> HttpResponse:
    """未作音像记录的原因."""
    form, row = forms.AbsenceForm(*pages.given(request)), pages.found(matters.find(stage, kind))
    services.things.addable(thing, by=request.actor)

    def act() -> None:
        given = form.values()
        services.explaining.absence(
            thing=thing, stage=stage, kind=kind, reason=Without(given["reason"]), words=given["words"],
            by=request.actor, now=request.now,
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.done(request, "records:thing", thing, told="已说明，说明不能改写")
    return _shown(
        request, form, "说明未作音像记录的原因", "提交说明", thing, note=f"{row.label}（{row.clause}）"
    )


@access.form(*policies.READERS)
def label(request: Request, media: UUID) -> HttpResponse:
    """密级标识: raised at once, lowered by two."""
    row, form = found(request, media), forms.LabelForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.labels.change(media, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "records:item", media, told="已登记；降低标识的，由另一名负责人审定后生效")
    return _shown(request, form, "变更标识", "提交", row.thing, note=row.receipt)


@access.action(*policies.HEADS)
def decide_label(request: Request, pk: int, answer: str) -> HttpResponse:
    """同意或不同意."""
    row = services.labels.decide(pk, yes=answer == "yes", by=request.actor, now=request.now)
    return pages.done(request, "records:item", row.item.media, told="已审定")


@access.form(*RECORDERS, atomic=False)
def hand_in(request: Request, thing: str) -> HttpResponse:
    """从记录仪、存储卡导入: the same way in as a phone's."""
    services.things.addable(thing, by=request.actor)
    recorders = selectors.watching.recorders(request.actor)
    form = forms.HandInForm(*pages.given(request), word=thing.partition(":")[0], devices=recorders)
    if pages.submitted(request, form, lambda: _taken_in(request, thing, form.values())):
        return pages.done(request, "records:thing", thing, told="已收到，内容摘要已登记")
    note = "内容按摘要存储，收到后不能修改、删除。大文件请耐心等待。"
    return _shown(request, form, "导入记录", "导入", thing, note=note)


def _taken_in(request: Request, thing: str, given: dict[str, Any]) -> None:
    demand(continuity.times_hold(given["captured_at"], given["ended_at"], now=request.now))
    file, (stage, kind) = given["file"], given["matter"].split(".")
    digest = hashlib.sha256()
    for chunk in file.chunks(CHUNK):
        digest.update(chunk)
    sha256 = digest.hexdigest()
    media = uuid5(NAMESPACE_URL, f"{thing} {stage} {kind} {sha256}")  # the same file twice is the same record
    note = Announced(
        id=media, thing=thing, stage=stage, kind=kind, name=file.name or "", type=file.content_type or "",
        size=file.size or 0, sha256=sha256, captured_at=given["captured_at"], ended_at=given["ended_at"],
        device=services.devices.token_of(given["device"]) if given["device"] else None,
    )  # fmt: skip
    made, by, now = (
        services.uploads.announce(note, by=request.actor, now=request.now),
        request.actor,
        request.now,
    )
    place = 0
    for chunk in file.chunks(CHUNK):
        if place + len(chunk) > made.offset and made.state == "receiving":
            piece = chunk[made.offset - place :]
            made = services.uploads.add(
                media,
                offset=made.offset,
                chunk=piece,
                checksum=hashlib.sha256(piece).hexdigest(),
                by=by,
                now=now,
            )
        place += len(chunk)
