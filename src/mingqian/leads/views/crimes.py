"""涉嫌犯罪移送, step by step."""

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.leads import forms, policies, selectors, services
from mingqian.leads.models import Lead
from mingqian.leads.policies import OUT
from mingqian.leads.views.acting import Words, on_lead
from mingqian.leads.views.desk import found
from mingqian.ui import access, pages


def of_force(request: Request, code: str) -> Lead:
    """The lead for whoever reads it, and for a member of its task force; 404 for anybody else."""
    return pages.found(selectors.leads.of_force(request.actor, code))


@access.form(*policies.HEADS)
def open_transfer(request: Request, code: str) -> HttpResponse:
    """成立专案组."""
    row, form = found(request, code), forms.CrimeForm(*pages.given(request))
    words = Words(
        "办理涉嫌犯罪移送", "成立专案组", "专案组已成立", "两名以上执法人员核实情况，提出移送报告。", OUT
    )
    return on_lead(
        request, row, form,
        lambda: services.crimes.open_transfer(
            lead=code, charge=form.values()["charge"], force=form.codes(), by=request.actor, now=request.now
        ),
        words,
    )  # fmt: skip


@access.form(*policies.FORCE)
def report(request: Request, code: str) -> HttpResponse:
    """提出移送报告."""
    row, form = of_force(request, code), forms.ReasonForm(*pages.given(request), label="核实情况和移送意见")
    words = Words("提出移送报告", "提交报告", "报告已提交，局领导3日内决定", clause=OUT)
    return on_lead(
        request, row, form,
        lambda: services.crimes.report(lead=code, **form.values(), by=request.actor, now=request.now), words,
    )  # fmt: skip


@access.form(Role.BUREAU_LEADER)
def decide(request: Request, code: str) -> HttpResponse:
    """决定移送."""
    row, form = found(request, code), forms.DecideForm(*pages.given(request))
    words = Words(
        "决定涉嫌犯罪移送", "决定", "决定已作出", "批准的，24小时内移送；不批准的，理由记录在案。", OUT
    )
    return on_lead(
        request, row, form,
        lambda: services.crimes.decide(
            lead=code, approve=form.values()["approve"] == "yes", words=form.values()["words"],
            by=request.actor, now=request.now,
        ),
        words,
    )  # fmt: skip


@access.form(*policies.FORCE)
def send(request: Request, code: str) -> HttpResponse:
    """移送公安机关."""
    row, form = of_force(request, code), forms.PoliceForm(*pages.given(request))
    words = Words(
        "移送公安机关", "登记移送", "已登记移送", "附移送书、案情报告、涉案物品清单、有关检验报告。", OUT
    )
    return on_lead(
        request, row, form,
        lambda: services.crimes.send(lead=code, **form.values(), by=request.actor, now=request.now), words,
    )  # fmt: skip


@access.form(*policies.FORCE)
def answered(request: Request, code: str) -> HttpResponse:
    """登记公安机关的决定."""
    row, form = of_force(request, code), forms.PoliceAnswerForm(*pages.given(request))
    words = Words("登记公安机关决定", "登记", "公安机关的决定已登记", clause=OUT)
    return on_lead(
        request, row, form,
        lambda: services.crimes.answered(
            lead=code, received=form.values()["received"] == "yes", words=form.values()["words"],
            by=request.actor, now=request.now,
        ),
        words,
    )  # fmt: skip


@access.form(*policies.FORCE)
def review(request: Request, code: str) -> HttpResponse:
    """提请复议."""
    row, form = of_force(request, code), forms.ReasonForm(*pages.given(request))
    words = Words(
        "提请复议", "提请复议", "已提请复议", "对不予立案的决定，自收到通知之日起3日内提请复议。", OUT
    )
    return on_lead(
        request, row, form,
        lambda: services.crimes.review(lead=code, **form.values(), by=request.actor, now=request.now), words,
    )  # fmt: skip
