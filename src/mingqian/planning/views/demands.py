"""Demand (抽查需求): the list with its window, a new one, taking up and returning."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.types import Actor, Request
from mingqian.planning import demanding, policies, selectors, services, tables
from mingqian.planning.enums import DemandKind, DemandState
from mingqian.planning.forms.demands import DemandFilter, DemandForm, TakeUp
from mingqian.planning.forms.fields import Reason
from mingqian.planning.models import Demand
from mingqian.planning.policies import Verb
from mingqian.planning.types import PackInForce
from mingqian.planning.views import asking
from mingqian.planning.views.asking import Act, Asked
from mingqian.ui import access, pages, words
from mingqian.ui.tables import listing


@access.page(*policies.READERS)
def demands(request: Request) -> HttpResponse:
    """FL-16: 每年6月底前提出; who has not asked, once the window is closed."""
    by, on = request.actor, asking.today(request)
    rows = selectors.demands.all_of(by)
    found = listing(request, rows=rows, columns=tables.DEMANDS, filters=DemandFilter, name="抽查需求")
    if found.export:
        return found.export
    pack = asking.pack_of(by, on)
    may = by.has(*policies.who(Verb.PROPOSE_DEMAND))
    shown = {
        "listing": found,
        "title": "抽查需求",
        "lead": _window(on, pack),
        "clause": pack.rules.demand_until.clause if pack and pack.rules.demand_until else "",
        "acts": [Act("新提需求", reverse("planning:new-demand"), "main")] if may and pack else [],
        "notes": _late(by, on, pack) if by.has(*policies.who(Verb.HANDLE_DEMAND)) else [],
        "empty": "还没有抽查需求",
    }
    return pages.show(request, "planning/list.html", shown)


def _window(on: date, pack: PackInForce | None) -> str:
    if pack is None:
        return "本单位还没有采用规则包；采用后即可提出需求。"
    until = demanding.deadline(on.year, pack.rules)
    if until is None:
        return "各业务单位提出需求，由法制机构汇总列入年度计划。"
    return f"每年{until.month}月{until.day}日前集中提出；其后可以适时提出，须写明理由。"


def _late(by: Actor, on: date, pack: PackInForce | None) -> list[str]:
    if pack is None:
        return []
    late = selectors.demands.late(by, on.year + 1, on, pack)
    return [f"集中提出期限已过，尚未提出{on.year + 1}年需求的单位：{'、'.join(late)}"] if late else []


@access.form(*policies.who(Verb.PROPOSE_DEMAND))
def new_demand(request: Request) -> HttpResponse:
    """For an own item, by a section that is responsible for it."""
    by, on = request.actor, asking.today(request)
    units = asking.units_for(by, Verb.PROPOSE_DEMAND)
    items = asking.items_of(by, on, owned_by=asking.paths_for(by, Verb.PROPOSE_DEMAND))
    form = DemandForm(request.POST or None, units=units, items=items)
    back = reverse("planning:demands")
    pack = selectors.packs.of_unit(by.unit_path, on)
    words_ = Asked("新提抽查需求", "提出需求", back, "已提出抽查需求", _window(on, pack), policies.INITIATES)
    return asking.ask(
        request,
        form,
        lambda: services.demands.propose(**form.values(), pack=pack, by=by, now=request.now),
        words_,
    )


@access.page(*policies.READERS)
def demand(request: Request, code: str) -> HttpResponse:
    """One demand, and what became of it."""
    row = pages.found(selectors.demands.one(request.actor, code))
    waiting = row.state == DemandState.SUBMITTED
    may = waiting and policies.may(request.actor, Verb.HANDLE_DEMAND, row.unit.path).ok
    acts = [
        Act("列入计划", reverse("planning:take-up-demand", args=[code]), "main"),
        Act("退回", reverse("planning:return-demand", args=[code]), "quiet"),
    ]
    shown = {"demand": row, "facts": asking.told(_facts(row)), "acts": acts if may else []}
    return pages.show(request, "planning/demand.html", shown)


def _facts(row: Demand) -> list[tuple[str, object]]:
    line = row.line
    plan = tables.plan_link(line.plan) if line else ""
    return [
        ("提出单位", row.unit.name),
        ("事项", row.item.code),
        ("列入年度", f"{row.serves_year}年（{row.serves_clause}）"),
        ("提出方式", DemandKind(row.kind).label),
        ("全年抽查次数", row.rounds),
        ("检查方式", tables.methods(row.methods)),
        ("需要检查人员", row.inspectors_needed or ""),
        ("理由", row.reason),
        ("集中提出期限", words.day(row.window_until)),
        ("提出人", f"{row.proposed_by.name} {words.moment(row.proposed_at)}"),
        ("列入的计划", plan),
        ("退回原因", row.returned_reason),
    ]


@access.form(*policies.who(Verb.HANDLE_DEMAND))
def take_up(request: Request, code: str) -> HttpResponse:
    """The line that serves it, in a plan of that year."""
    row = pages.found(selectors.demands.one(request.actor, code))
    lines = {str(line.pk): line for line in selectors.demands.lines_for(request.actor, row)}
    choices = [(pk, f"{line.plan} 第{line.number}行 {line.item.code}") for pk, line in lines.items()]
    form = TakeUp(request.POST or None, lines=choices)
    back = reverse("planning:demand", args=[code])
    lead = "" if choices else f"{row.serves_year}年的计划草稿中还没有这一事项，请先在计划中填写事项行。"
    words_ = Asked(f"列入计划：{code}", "列入计划", back, f"需求{code}已列入计划", lead)

    def act() -> object:
        line = lines[form.values()["line"]]
        return services.demands.take_up(demand=code, line=line, by=request.actor, now=request.now)

    return asking.ask(request, form, act, words_)


@access.form(*policies.who(Verb.HANDLE_DEMAND))
def return_demand(request: Request, code: str) -> HttpResponse:
    """Not this year, and why."""
    pages.found(selectors.demands.one(request.actor, code))
    form = Reason(request.POST or None, label="退回原因")
    back = reverse("planning:demand", args=[code])
    return asking.ask(
        request,
        form,
        lambda: services.demands.return_(demand=code, **form.values(), by=request.actor, now=request.now),
        Asked(f"退回需求：{code}", "退回", back, f"需求{code}已退回"),
    )
