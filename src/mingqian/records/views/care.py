"""Looking after the vault: who looked, leave to look, what is under way, devices, checks, what has expired."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.records import forms, known, policies, selectors, services, tables
from mingqian.records.enums import DeviceStepKind, DisposalState, RecallState
from mingqian.records.models import Disposal, Recall
from mingqian.ui import access, pages
from mingqian.ui import tables as listings

DESTROYERS = (Role.ARCHIVIST, *policies.HEADS)


@access.page(*policies.LOG_READERS)
def log(request: Request) -> HttpResponse:
    """查看日志: of one's units, and of everybody for the audit administrator."""
    rows = selectors.watching.looks(request.actor)
    listing = listings.listing(request, rows=rows, columns=tables.LOOKS, name="查看日志")
    return listing.export or pages.show(request, "records/log.html", {"listing": listing})


@access.page(*policies.READERS)
def recalls(request: Request) -> HttpResponse:
    """调阅: asked, approved, refused; labels that wait for a second person."""
    rows = selectors.watching.recalls(request.actor)
    listing = listings.listing(request, rows=rows, columns=tables.RECALLS, name="调阅")
    if listing.export:
        return listing.export
    labels = selectors.watching.to_decide(request.actor)[1] if request.actor.has(*policies.HEADS) else ()
    return pages.show(request, "records/recalls.html", {"listing": listing, "labels": labels})


@access.form(*policies.READERS)
def ask(request: Request, thing: str) -> HttpResponse:
    """申请调阅."""
    form, about = forms.RecallForm(*pages.given(request)), pages.found(known.described(thing))
    if pages.submitted(
        request,
        form,
        lambda: services.recalls.ask(thing=thing, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "records:recalls", told="已申请，批准后可以查看")
    context = {"form": form, "title": "申请调阅", "button": "提交申请", "note": about.title, "back": thing}
    return pages.show(request, "records/form.html", context)


@access.form(*policies.READERS)
def recall(request: Request, pk: int) -> HttpResponse:
    """批准或不批准."""
    row: Recall = pages.found(selectors.watching.recalls(request.actor).filter(pk=pk).first())
    form = forms.RecallDecision(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.recalls.decide(pk, **form.decided(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "records:recalls", told="已决定")
    units = known.paths(row.thing, row.unit.path)
    may = policies.may_decide(request.actor, units, "批准调阅", policies.RECALL)
    waiting = row.state == RecallState.ASKED and row.asked_by_id != request.actor.person_id and may.ok
    context = {"recall": row, "title": known.title(row.thing), "form": form, "waiting": waiting}
    table = listings.plain(tables.LOOKS, row.looks.select_related("item__unit", "by"), empty="还没有查看过")
    return pages.show(request, "records/recall.html", context | {"looks": table})


@access.page(*policies.SUPERVISORS)
def live(request: Request) -> HttpResponse:
    """正在进行的检查, and what has arrived of each."""
    found = services.things.under_way(request.actor, on=localdate(request.now))
    table = listings.plain(tables.RUNNING, selectors.watching.running(found), empty="现在没有正在进行的检查")
    return pages.show(request, "records/live.html", {"table": table})


@access.page(*policies.READERS)
def devices(request: Request) -> HttpResponse:
    """记录设备."""
    rows = selectors.watching.devices(request.actor)
    listing = listings.listing(request, rows=rows, columns=tables.DEVICES, name="记录设备")
    return listing.export or pages.show(request, "records/devices.html", {"listing": listing})


@access.form(*policies.KEEPERS)
def new_device(request: Request) -> HttpResponse:
    """登记设备."""
    units = [(unit.pk, unit.name) for unit in accounts.units(request.actor)]
    form = forms.DeviceForm(*pages.given(request), units=units)
    if pages.submitted(
        request, form, lambda: services.devices.register(**form.values(), by=request.actor, now=request.now)
    ):
        return pages.done(request, "records:devices", told="已登记")
    return pages.show(request, "records/form.html", {"form": form, "title": "登记记录设备", "button": "登记"})


@access.form(*policies.READERS)
def device(request: Request, number: str) -> HttpResponse:
    """One device: its life, and the next step."""
    row = pages.found(selectors.watching.devices(request.actor).filter(number=number).first())
    form = forms.DeviceStepForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.devices.move(number=number, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "records:device", number, told="已办理")
    steps = [(DeviceStepKind(one.kind).label, one) for one in row.steps.select_related("holder", "by")]
    may = policies.may_keep_devices(request.actor, row.unit.path).ok
    return pages.show(
        request, "records/device.html", {"device": row, "form": form, "steps": steps, "may": may}
    )


@access.page(*policies.CHECKERS)
def checks(request: Request) -> HttpResponse:
    """完好: the last check, and those before."""
    rows = selectors.watching.checks()
    table = listings.plain(tables.CHECKS, rows[:50], empty="还没有核对过")
    return pages.show(request, "records/checks.html", {"last": rows.first(), "table": table})


@access.page(*DESTROYERS, Role.AUDIT_ADMIN)
def disposals(request: Request) -> HttpResponse:
    """到期清单 and 销毁清册."""
    expired = selectors.items.expired(request.actor, today=localdate(request.now))
    rows = listings.plain(tables.EXPIRED, expired[:200], empty="没有到期的记录")
    made = listings.plain(
        tables.DISPOSALS, selectors.watching.disposals(request.actor), empty="还没有销毁清册"
    )
    context = {"expired": rows, "count": expired.count(), "disposals": made, "form": forms.DisposalForm()}
    return pages.show(request, "records/disposals.html", context)


@access.action(*DESTROYERS)
def propose(request: Request) -> HttpResponse:
    """编制销毁清册."""
    media = [one for one in request.POST.getlist("media") if len(one) == 36]
    why = request.POST.get("why", "")[:300]
    row = services.expiring.propose(selectors.items.uuids(media), why=why, by=request.actor, now=request.now)
    return pages.done(request, "records:disposal", row.number, told="清册已编制，由另一人审定")


@access.form(*DESTROYERS, Role.AUDIT_ADMIN, atomic=False)
def disposal(request: Request, number: str) -> HttpResponse:
    """One list: who proposed, what is on it; a second person decides, typed; then it is the certificate."""
    row: Disposal = pages.found(selectors.watching.disposals(request.actor).filter(number=number).first())
    lines = [one.item for one in row.lines.select_related("item")]
    form = forms.DisposalDecision(*pages.given(request), phrase=f"销毁{len(lines)}份")
    if pages.submitted(
        request,
        form,
        lambda: services.expiring.decide(
            number, yes=True, remark=form.values()["remark"], by=request.actor, now=request.now
        ),
    ):
        return pages.done(request, "records:disposal", number, told="已销毁，清册留存")
    waiting = row.state == DisposalState.PROPOSED and row.proposed_by_id != request.actor.person_id
    context = {
        "disposal": row,
        "state": DisposalState(row.state).label,
        "lines": listings.plain(tables.LINES, lines),
        "form": form,
        "waiting": waiting,
    }
    return pages.show(request, "records/disposal.html", context)


@access.action(*DESTROYERS)
def keep(request: Request, number: str) -> HttpResponse:
    """不同意销毁."""
    services.expiring.decide(number, yes=False, by=request.actor, now=request.now)
    return pages.done(request, "records:disposal", number, told="不同意销毁，记录照旧保管")


@access.form(*policies.HEADS)
def hold(request: Request, thing: str) -> HttpResponse:
    """暂停销毁, and lifting it."""
    about = pages.found(known.described(thing))
    held, form = selectors.items.on_hold(thing), forms.WhyForm(*pages.given(request))
    act = services.expiring.release if held else services.expiring.hold
    if pages.submitted(
        request, form, lambda: act(thing=thing, **form.values(), by=request.actor, now=request.now)
    ):
        return pages.done(request, "records:thing", thing, told="已登记")
    title = "解除暂停销毁" if held else "暂停销毁"
    return pages.show(
        request,
        "records/form.html",
        {"form": form, "title": title, "button": title, "back": thing, "note": about.title},
    )
