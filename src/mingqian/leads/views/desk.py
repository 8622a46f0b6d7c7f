"""The desk: the register, one lead, and what is decided about it."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Request
from mingqian.clocks import selectors as clocks
from mingqian.leads import forms, policies, sealing, selectors, services, showing, tables
from mingqian.leads.models import Lead
from mingqian.leads.policies import ACCEPT, MUST, OUT
from mingqian.leads.views.acting import Words, on_lead
from mingqian.ui import access, chance, pages
from mingqian.ui import tables as listings


@access.page(*policies.READERS)
def leads(request: Request) -> HttpResponse:
    """线索登记."""
    rows = selectors.leads.visible(request.actor)
    listing = listings.listing(
        request, rows=rows, columns=tables.LEADS, name="线索", filters=forms.LeadFilter
    )
    if listing.export:
        return listing.export
    may_add = request.actor.has(*policies.DESK)
    return pages.show(request, "leads/leads.html", {"listing": listing, "may_add": may_add})


@access.page(*policies.READERS)
def lead(request: Request, code: str) -> HttpResponse:
    """One lead: where it stands, its periods, its story, what may be done next."""
    row = found(request, code)
    today, name = localdate(request.now), f"lead:{code}"
    crime = selectors.leads.crime(row)
    context = {
        "lead": row,
        "state": tables.state(row),
        "rail": showing.rail(row),
        "facts": showing.facts(row),
        "deadlines": clocks.due.named([name], today=today, now=request.now).get(name, []),
        "events": showing.events(row),
        "crime": crime,
        "crime_facts": showing.crime_facts(crime),
        "unsealings": selectors.leads.unsealings(row),
        "acts": showing.acts(row, crime, request.actor),
    }
    return pages.show(request, "leads/lead.html", context)


def found(request: Request, code: str) -> Lead:
    """The lead, or 404."""
    return pages.found(selectors.leads.one(request.actor, code))


@access.form(*policies.DESK)
def new(request: Request) -> HttpResponse:
    """登记线索."""
    units = [(one.code, one.name) for one in accounts.units(request.actor)]
    form = forms.IntakeForm(*pages.given(request), units=units)
    made: list[tuple[Lead, str]] = []
    if pages.submitted(
        request,
        form,
        lambda: made.append(
            services.intake.receive(
                told=form.told(), informant=form.informant(), unit=form.values()["unit"],
                entropy=chance.entropy(sealing.ENTROPY), by=request.actor, now=request.now,
            )
        ),
    ):  # fmt: skip
        row, word = made[0]
        told = f"已登记为 {row.code}" + (f"，查询码 {word}（只显示这一次，请告知举报人）" if word else "")
        return pages.done(request, "leads:lead", row.code, told=told)
    return pages.show(request, "leads/new.html", {"form": form})


@access.form(*policies.HEADS)
def accept(request: Request, code: str) -> HttpResponse:
    """受理."""
    row, form = found(request, code), forms.AcceptForm(*pages.given(request))
    words = Words(
        "受理线索",
        "受理",
        "已受理，核查反馈期限开始计算",
        "检查组只看到交办摘要，看不到原文和举报人。",
        ACCEPT,
    )
    return on_lead(
        request, row, form,
        lambda: services.deciding.accept(lead=code, **form.values(), by=request.actor, now=request.now), words,
    )  # fmt: skip


@access.form(*policies.HEADS)
def reject(request: Request, code: str) -> HttpResponse:
    """不予受理."""
    row, form = found(request, code), forms.ReasonForm(*pages.given(request))
    words = Words(
        "不予受理", "不予受理", "已决定不予受理", "理由要书面告知提出人，并说明可以向哪里提出。", ACCEPT
    )
    return on_lead(
        request, row, form,
        lambda: services.deciding.reject(
            lead=code, reason=form.values()["words"], by=request.actor, now=request.now
        ),
        words,
    )  # fmt: skip


@access.form(*policies.HEADS)
def send(request: Request, code: str) -> HttpResponse:
    """转送其他部门."""
    row, form = found(request, code), forms.SendForm(*pages.given(request))
    words = Words(
        "转送其他部门",
        "转送",
        "已转送，等待接收部门回执",
        "转送函取得编号；超过期限没有回执的进入待办。",
        OUT,
    )
    return on_lead(
        request, row, form,
        lambda: services.transfers.send(lead=code, **form.values(), by=request.actor, now=request.now), words,
    )  # fmt: skip


@access.form(*policies.DESK)
def receipt(request: Request, code: str) -> HttpResponse:
    """登记回执."""
    row = found(request, code)
    form = forms.ReceiptForm(*pages.given(request), initial={"on": localdate(request.now)})
    words = Words("登记回执", "登记", "回执已登记", "对方不接收的，线索回到待受理，重新决定。", OUT)
    return on_lead(
        request, row, form,
        lambda: services.transfers.receipt(
            lead=code, accepted=form.values()["accepted"] == "yes", words=form.values()["words"],
            on=form.values()["on"], by=request.actor, now=request.now,
        ),
        words,
    )  # fmt: skip


@access.form(*policies.DESK)
def answer(request: Request, code: str) -> HttpResponse:
    """反馈并办结."""
    row = found(request, code)
    form = forms.ReasonForm(
        *pages.given(request), label="反馈的内容和方式", hint="匿名的写“匿名，按编号可查”"
    )
    words = Words(
        "反馈并办结", "办结", "已反馈并办结", f"核查结果：{row.outcome}" if row.outcome else "", MUST
    )
    return on_lead(
        request, row, form,
        lambda: services.handling.answer(
            lead=code, feedback=form.values()["words"], by=request.actor, now=request.now
        ),
        words,
    )  # fmt: skip


@access.form(*policies.IDENTITY)
def informant(request: Request, code: str) -> HttpResponse:
    """查看举报人信息: shown once as the answer to a recorded request, on no page that can be opened again."""
    row, form = found(request, code), forms.UnsealForm(*pages.given(request))
    who = []
    if pages.submitted(
        request,
        form,
        lambda: who.append(
            services.identities.read(lead=code, **form.values(), by=request.actor, now=request.now)
        ),
    ):
        shown = pages.show(request, "leads/informant.html", {"lead": row, "who": who[0]}, status=200)
        shown["Cache-Control"] = "no-store"
        return shown
    back = reverse("leads:lead", args=[code])
    return pages.show(request, "leads/unseal.html", {"form": form, "lead": row, "back": back})
