"""Records: the list, those of one thing, one record and its player."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.core.decision import Refused, denied
from mingqian.records import forms, matters, policies, ranges, selectors, services, store, tables, vault
from mingqian.records.enums import Label, Medium, Purpose
from mingqian.records.models import Item, Look
from mingqian.ui import access, pages, words
from mingqian.ui import tables as listings

READERS = (*policies.READERS, Role.AUDIT_ADMIN)
MOST = 50
"""So many uploads that did not end are named on the page, the oldest first; their number is told whole."""


@access.page(*READERS)
def items(request: Request) -> HttpResponse:
    """Every record of one's units; that it exists, not what it shows."""
    rows = selectors.items.visible(request.actor)
    listing = listings.listing(
        request, rows=rows, columns=tables.ITEMS, filters=forms.ItemFilter, name="执法记录"
    )
    if listing.export:
        return listing.export
    came, waiting = selectors.late(request.actor, now=request.now)
    figures = [
        ("全部记录", rows.count(), "?"),
        ("迟传", came.count(), "?late=on"),
        ("超时未传完", waiting.count(), "#waiting"),
    ]
    table = listings.plain(tables.WAITING, waiting[:MOST])
    return pages.show(
        request, "records/items.html", {"listing": listing, "figures": figures, "waiting": table}
    )


@access.page(*policies.READERS)
def thing(request: Request, thing: str) -> HttpResponse:
    """What there is of one thing, what is missing, where it broke off. Without a right: how to ask for one."""
    try:
        about = services.things.seen(thing, by=request.actor)
    except Refused as refused:
        return _closed(request, thing, refused)
    rows = selectors.items.of_thing(thing)
    context = {
        "thing": thing,
        "about": about,
        "lines": selectors.completeness.of_thing(thing, rows),
        "rows": listings.plain(tables.OF_THING, rows, empty="还没有收到记录"),
        "broken": selectors.items.broken(rows),
        "hold": selectors.items.on_hold(thing),
        "may_hold": policies.may_decide(request.actor, about.unit_paths, "暂停销毁", policies.KEEPING).ok,
        "may_add": services.things.may_add(thing, by=request.actor),
        "version": matters.table().version,
        "subject": selectors.items.of_subject(request.actor, about.subject).exclude(thing=thing).count()
        if about.subject
        else 0,
    }
    return pages.show(request, "records/thing.html", context)


def _closed(request: Request, thing: str, refused: Refused) -> HttpResponse:
    """Leave to consult opens the list; else the page says why it is closed and where to ask."""
    if refused.decisions[0].code.endswith(".not_found"):
        raise refused
    until = selectors.watching.may_consult_until(request.actor, thing, today=localdate(request.now))
    rows = selectors.items.of_thing(thing) if until else []
    context = {
        "thing": thing,
        "until": until,
        "decisions": () if until else refused.decisions,
        "rows": listings.plain(tables.OF_THING, rows, empty="还没有收到记录"),
    }
    return pages.show(request, "records/recalled.html", context, status=200 if until else 403)


def found(request: Request, media: UUID) -> Item:
    """One record this person may know of: of their units, their own, of a thing they see, or recalled."""
    row = selectors.items.one(request.actor, media)
    if row is None:
        other = selectors.items.anyones(media)
        if other and (
            services.things.may_see(other.thing, by=request.actor)
            or selectors.watching.may_consult_until(request.actor, other.thing, today=localdate(request.now))
        ):
            row = other
    return pages.found(row)


# Not one transaction: a refused try stays in the access log.
@access.form(*READERS, atomic=False)
def item(request: Request, media: UUID) -> HttpResponse:
    """One record: its facts; its content only after a purpose was given."""
    row = found(request, media)
    form = forms.LookForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.consulting.look(media, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "records:item", media, told="已登记查看目的，30 分钟内可以查看")
    look = selectors.watching.open_look(request.actor, row, now=request.now)
    context = {
        "item": row,
        "title": matters.names(row.stage, row.kind),
        "form": form,
        "look": look,
        "mark": _mark(request, look) if look else "",
        "medium": Medium(row.medium),
        "facts": _facts(row),
        "looks": listings.plain(
            tables.OWN_LOOKS,
            selectors.watching.looks(request.actor).filter(item=row)[:20],
            empty="还没有人看过",
        ),
        "labels": row.label_changes.select_related("asked_by", "decided_by"),
    }
    return pages.show(request, "records/item.html", context)


def _mark(request: Request, look: Look) -> str:
    """水印: who looks, when, what for."""
    by = request.actor
    return f"{by.name} {by.code} {words.moment(request.now)} {Purpose(look.purpose).label}"


def _facts(row: Item) -> list[tuple[str, object]]:
    return [
        ("回执号", row.receipt),
        ("所属", tables.thing_link(row.thing, row.title)),
        ("种类", Medium(row.medium).label),
        ("分段", f"第 {row.part} 段，共 {row.of} 段" if row.series else ""),
        ("开始录制", row.captured_at),
        ("结束录制", row.ended_at),
        ("收到", row.received_at),
        ("记录人", row.person.name),
        ("设备", row.device.number if row.device else ""),
        ("文件名", row.name),
        ("大小", tables.size(row)),
        ("内容摘要", row.sha256),
        ("标识", Label(row.label).label),
        ("作为证据", row.evidence),
        ("保管期限", tables.kept_until(row)),
    ]


@access.page(*READERS)
def content(request: Request, media: UUID) -> HttpResponseBase:
    """The bytes, for whoever stated a purpose within the last half hour; in parts, as players ask."""
    row = found(request, media)
    look = selectors.watching.open_look(request.actor, row, now=request.now)
    if look is None:
        told = "没有登记查看目的，或者已经过了 30 分钟"
        raise Refused(denied("records.may_not_look", told, policies.RECALL, "请回到记录页，写明目的后查看"))
    lies = vault.current()
    if lies.size(row.sha256) != row.size:
        told = "这份记录的内容缺失或被改动"
        raise Refused(denied("records.changed", told, store.CHANGED, "请报告系统管理员，从备份恢复"))
    span = ranges.wanted(request.headers.get("Range", ""), row.size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.size}"})
    response = StreamingHttpResponse(store.blocks(lies.read(row.sha256, *span)), content_type=row.type)
    if span != (0, row.size):
        response.status_code = 206
        response["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{row.size}"
    kept = look.kept and "copy" in request.GET
    return _headed(response, span[1] - span[0], row, kept)


def _headed(response: StreamingHttpResponse, length: int, row: Item, kept: bool) -> StreamingHttpResponse:
    given = {
        "Content-Length": str(length),
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{row.receipt}"' if kept else "inline",
    }
    for name, value in given.items():
        response[name] = value
    return response
