"""The desk: the guides, one guide, what is written in it; the sheet for the window."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import OFFICERS, Role
from mingqian.accounts.types import Request
from mingqian.guides import forms, policies, rules, selectors, services, tables
from mingqian.guides.models import Guide
from mingqian.guides.policies import DOWN, Verb
from mingqian.guides.services.guides import TEXTS
from mingqian.guides.types import GuideText
from mingqian.ui import access, acting, pages, qr
from mingqian.ui import tables as listings
from mingqian.ui.types import Step


def found(request: Request, code: str) -> Guide:
    """The guide of a power, or 404."""
    return pages.found(selectors.guides.one(request.actor, code))


@access.page(*OFFICERS)
def guides(request: Request) -> HttpResponse:
    """办事指南."""
    rows = selectors.guides.whole(selectors.guides.visible(request.actor))
    columns = tables.guides(localdate(request.now))
    listing = listings.listing(
        request, rows=rows, columns=columns, name="办事指南", filters=forms.GuideFilter
    )
    if listing.export:
        return listing.export
    asked = request.GET.get("q", "")
    new = reverse("guides:new") + (f"?{urlencode({'power': asked})}" if asked.isascii() and asked else "")
    may_keep = request.actor.has(*policies.KEEPERS)
    return pages.show(request, "guides/guides.html", {"listing": listing, "may_keep": may_keep, "new": new})


@access.page(*OFFICERS)
def guide(request: Request, code: str) -> HttpResponse:
    """One guide: what it says today, what it lacks, its flow chart, its fees, who takes applications in."""
    row, today = found(request, code), localdate(request.now)
    text, path = selectors.guides.text(row, today), row.power.unit.path
    by, live = request.actor, rules.in_force(row.power.cancelled_on, today)
    shown = {
        "guide": row,
        "text": text,
        "facts": rules.facts(text),
        "missing": rules.missing(text),
        "chart": _chart(text),
        "may_keep": live and policies.may(by, Verb.KEEP, path).ok,
        "may_hand": live and policies.may(by, Verb.HAND_DOWN, path).ok,
        "clause": rules.GUIDE,
    }
    return pages.show(request, "guides/guide.html", shown)


def _chart(text: GuideText) -> list[Step]:
    """The flow chart, from the procedure in force (石嘴山 2(2))."""
    return [Step(one.name, "plain", f"{one.post} · {one.limit}") for one in text.steps]


@access.page(*OFFICERS)
def sheet(request: Request, code: str) -> HttpResponse:
    """窗口公示牌: duties, flow chart, promise, telephones and how to ask, printed from what stands today."""
    row, today = found(request, code), localdate(request.now)
    text = selectors.guides.text(row, today)
    address = request.build_absolute_uri(reverse("guides:ask"))
    shown = {
        "guide": row, "text": text, "facts": rules.facts(text), "today": today, "address": address,
        "chart": _chart(text),
        "code": qr.named(address, "扫码查询办件进度"),
    }  # fmt: skip
    return pages.show(request, "guides/sheet.html", shown)


@access.form(*policies.KEEPERS)
def new(request: Request) -> HttpResponse:
    """Open the guide of a power."""
    form = forms.GuideForm(
        *pages.given(request), by=request.actor, initial={"code": request.GET.get("power", "")}
    )
    return acting.ask(
        request, form, lambda: services.guides.fill(**form.filling(), by=request.actor, now=request.now),
        title="填写办事指南", button="保存", to=reverse("guides:guides"), told="已保存",
        then=lambda: reverse("guides:guide", args=[form.cleaned_data["code"]]),
        lead="事项名称和设定依据取自权责清单，不另填。",
    )  # fmt: skip


@access.form(*policies.KEEPERS)
def fill(request: Request, code: str) -> HttpResponse:
    """Say it otherwise."""
    row = found(request, code)
    there = {name: getattr(row, name) for name in (*TEXTS, "days")}
    units = {"accepted_at": row.accepted_at.code, "decided_by": row.decided_by.code if row.decided_by else ""}
    form = forms.GuideForm(*pages.given(request), by=request.actor, initial={**there, **units, "code": code})
    form.fields["code"].disabled = True
    return acting.ask(
        request, form, lambda: services.guides.fill(**form.filling(), by=request.actor, now=request.now),
        title=f"办事指南：{row.power.name}", button="保存", to=reverse("guides:guide", args=[code]), told="已保存",
        lead="已经公示的不会跟着变：改动以后公示队列会提示更新。",
    )  # fmt: skip


@access.form(*policies.KEEPERS)
def steps(request: Request, code: str) -> HttpResponse:
    """The procedure."""
    row = found(request, code)
    form = forms.StepsForm(*pages.given(request), initial={"text": rules.typed(selectors.guides.steps(row))})
    return acting.ask(
        request, form,
        lambda: services.guides.write_steps(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"办理程序：{row.power.name}", button="保存", to=reverse("guides:guide", args=[code]), told="已保存",
        lead="流程图照这里的各步画出；已经公示的流程图在重新发布以前标为“待更新”。",
    )  # fmt: skip


@access.form(*policies.KEEPERS)
def fee(request: Request, code: str) -> HttpResponse:
    """A fee, or that there is none."""
    row = found(request, code)
    form = forms.FeeForm(*pages.given(request))
    return acting.ask(
        request, form,
        lambda: services.guides.list_fee(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"登记收费：{row.power.name}", button="登记", to=reverse("guides:guide", args=[code]), told="已登记",
    )  # fmt: skip


@access.form(*policies.KEEPERS)
def fee_end(request: Request, code: str, number: int) -> HttpResponse:
    """取消收费."""
    row = found(request, code)
    charge = pages.found(row.fees.filter(pk=number).first())
    form = forms.FeeEnd(
        *pages.given(request), phrase="取消", shows=(f"{charge.name} {rules.yuan(charge.fen)}",),
        initial={"until": localdate(request.now)},
    )  # fmt: skip

    def act() -> object:
        said = {name: form.cleaned_data[name] for name in ("until", "document")}
        return services.guides.end_fee(code=code, fee=number, **said, by=request.actor, now=request.now)

    return acting.ask(
        request, form, act, title=f"取消收费：{charge.name}", button="取消收费",
        to=reverse("guides:guide", args=[code]), told="已取消",
    )  # fmt: skip


@access.form(Role.LEGAL_OFFICE)
def hand_down(request: Request, code: str) -> HttpResponse:
    """下放."""
    row = found(request, code)
    form = forms.HandoverForm(*pages.given(request), by=request.actor, initial={"on": localdate(request.now)})
    return acting.ask(
        request, form,
        lambda: services.guides.hand_down(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"下放办理：{row.power.name}", button="下放", to=reverse("guides:guide", args=[code]), told="已下放",
        lead=f"从这一天起由接收单位收件，原来的单位不再收件。{DOWN}",
    )  # fmt: skip
