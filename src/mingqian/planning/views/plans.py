"""The annual plan: list, a new one, its page, and the steps of its life."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor, Request
from mingqian.audit import selectors as journal
from mingqian.core.canonical import jcs
from mingqian.planning import policies, selectors, services, tables
from mingqian.planning.forms.fields import Reason
from mingqian.planning.forms.plans import Adjust, Approve, NewPlan, PlanFilter, Receipt
from mingqian.planning.models import AnnualPlan
from mingqian.planning.policies import Verb
from mingqian.planning.services import journaling
from mingqian.planning.types import PackInForce
from mingqian.planning.views import asking, plan_page
from mingqian.planning.views.asking import Act, Asked
from mingqian.policy import layers
from mingqian.registry import selectors as registries
from mingqian.ui import access, forms, pages
from mingqian.ui.tables import listing, plain

DRAFTERS = policies.who(Verb.DRAFT_ANNUAL)


@access.page(*policies.READERS)
def plans(request: Request) -> HttpResponse:
    """Every version that may be read."""
    rows = selectors.annual.listing(request.actor)
    found = listing(request, rows=rows, columns=tables.PLANS, filters=PlanFilter, name="年度计划")
    if found.export:
        return found.export
    pack = asking.pack_of(request.actor, localdate(request.now))
    new = Act("起草年度计划", reverse("planning:new-plan"), "main")
    shown = {
        "listing": found,
        "title": "年度计划",
        "lead": "每年一份，批准后公布；调整另立版本，两版都保留。",
        "clause": pack.rules.plan_clause if pack else "",
        "acts": [new] if request.actor.has(*DRAFTERS) else [],
        "empty": "还没有年度计划",
    }
    return pages.show(request, "planning/list.html", shown)


def packs() -> list[tuple[str, str]]:
    """The packs of the shelf, as a form offers them."""
    return [(one.name, f"{one.title}（{one.bureau}）") for one in registries.packs.shelf()]


def _adopted(by: Actor, request: Request) -> str:
    found = registries.packs.adopted(by.unit_path, localdate(request.now))
    return found.pack if found else ""


@access.form(*DRAFTERS)
def new_plan(request: Request) -> HttpResponse:
    """XM-80: one per unit and year."""
    by, year = request.actor, localdate(request.now).year
    initial = {"year": year, "title": f"{year}年度随机抽查工作计划", "pack": _adopted(by, request)}
    units = asking.units_for(by, Verb.DRAFT_ANNUAL)
    form = NewPlan(request.POST or None, initial=initial, units=units, packs=packs())
    made: list[AnnualPlan] = []

    def act() -> None:
        said = form.values()
        pack = selectors.packs.shipped(said.pop("pack"))
        made.append(services.annual.draft(**said, pack=pack, by=by, now=request.now))

    if pages.submitted(request, form, act):
        plan = made[0]
        return pages.done(
            request, "planning:plan", plan.unit.code, plan.year, plan.version, told="已起草计划"
        )
    words = Asked("起草年度计划", "起草", reverse("planning:plans"), "", "随后逐个事项填写。", policies.LEADS)
    return pages.show(request, "planning/ask.html", {"form": form, "words": words})


def _plan(request: Request, unit: str, year: int, version: int) -> AnnualPlan:
    return pages.found(selectors.annual.one(request.actor, unit, year, version))


def _at(plan: AnnualPlan) -> str:
    return reverse("planning:plan", args=[plan.unit.code, plan.year, plan.version])


@access.page(*policies.READERS)
def plan(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """The plan on one page."""
    row = _plan(request, unit, year, version)
    return pages.show(request, "planning/plan.html", plan_page.context(request, row))


@access.page(*policies.READERS)
def difference(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """What this version says otherwise than the one before."""
    row = _plan(request, unit, year, version)
    before = pages.found(row.previous)
    found = selectors.annual.difference(request.actor, before, row)
    shown = {
        "plan": row,
        "before": before,
        "told": tables.changes_text(found),
        "changes": plain(tables.CHANGES, found, caption="调整前后", empty="两版内容相同"),
    }
    return pages.show(request, "planning/difference.html", shown)


@access.action(*DRAFTERS)
def submit(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """Everything wrong is told at once."""
    row = _plan(request, unit, year, version)
    services.annual.submit(plan=row, pack=_pack(row), by=request.actor, now=request.now)
    return pages.done(request, _at(row), told="已送审，等待局领导批准")


@access.action(*DRAFTERS)
def recall(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """Taken back before the leader has decided."""
    row = _plan(request, unit, year, version)
    services.annual.recall(plan=row, by=request.actor, now=request.now)
    return pages.done(request, _at(row), told="已收回，可以修改")


def _pack(row: AnnualPlan) -> PackInForce:
    return selectors.packs.of_plan(row)


@access.action(*DRAFTERS)
def count(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """Walk the registries once; the page then shows the figures with their day."""
    row = _plan(request, unit, year, version)
    if selectors.forecast.is_long(request.actor):
        job = services.forecasting.ask(plan=row, by=request.actor, now=request.now)
        return pages.done(request, "jobs:job", job, told="已交办，测算完成后在计划页查看")
    services.forecasting.count(plan=row, pack=_pack(row), by=request.actor, now=request.now)
    return pages.done(request, _at(row), told="已按现在的名录测算")


@access.action(*policies.who(Verb.SEND))
def send(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """PD-19, to the body that the pack names."""
    row = _plan(request, unit, year, version)
    sent = services.annual.send(plan=row, pack=_pack(row), by=request.actor, now=request.now)
    return pages.done(request, _at(row), told=f"已登记报送{sent.sent_to}，收到回执后请登记")


@access.form(*policies.who(Verb.APPROVE_ANNUAL))
def return_(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """Back to the drafter."""
    row = _plan(request, unit, year, version)
    form = Reason(request.POST or None, label="退回意见")
    words = Asked(f"退回：{row}", "退回", _at(row), "已退回")
    return asking.ask(request, form, lambda: _turn(services.annual.return_, row, form, request), words)


@access.form(*DRAFTERS)
def withdraw(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """A draft nobody wants any more."""
    row = _plan(request, unit, year, version)
    form = Reason(request.POST or None, label="撤回原因")
    words = Asked(f"撤回草稿：{row}", "撤回", reverse("planning:plans"), "已撤回草稿")
    return asking.ask(request, form, lambda: _turn(services.annual.withdraw, row, form, request), words)


def _turn(act: Callable[..., object], row: AnnualPlan, form: forms.Form, request: Request) -> None:
    act(plan=row, **form.values(), by=request.actor, now=request.now)


@access.form(*policies.who(Verb.APPROVE_ANNUAL))
def approve(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """The leader's yes; from here the lines are fixed."""
    row = _plan(request, unit, year, version)
    shows = (f"{row}的各行从此固定，只能另立版本调整", "批准后由法制机构公布")
    form = Approve(request.POST or None, phrase="批准", shows=shows)

    def act() -> None:
        number = form.values()["document_no"]
        services.annual.approve(
            plan=row, document_no=number, pack=_pack(row), by=request.actor, now=request.now
        )

    words = Asked(f"批准：{row}", "批准", _at(row), "已批准", clause=policies.LEADER_DECIDES)
    return asking.ask(request, form, act, words)


@access.form(*policies.who(Verb.PUBLISH))
def publish(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """PD-20: to the public; cannot be taken back, only adjusted."""
    row = _plan(request, unit, year, version)
    replaced = f"第{row.previous.version}版将标为已被替代，仍可查阅" if row.previous else ""
    shows = tuple(one for one in (f"{row}将向社会公布，此后不能撤回", replaced) if one)
    form = forms.Confirm(request.POST or None, phrase="公布", shows=shows)
    words = Asked(f"公布：{row}", "公布", _at(row), "已公布")
    return asking.ask(
        request, form, lambda: services.annual.publish(plan=row, by=request.actor, now=request.now), words
    )


@access.form(*policies.who(Verb.SEND))
def receipt(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """What the body that got the plan answered."""
    row = _plan(request, unit, year, version)
    form = Receipt(request.POST or None)
    words = Asked(f"登记回执：{row}", "登记", _at(row), "已登记回执", f"报送{row.sent_to}")
    return asking.ask(
        request,
        form,
        lambda: services.annual.acknowledge(plan=row, **form.values(), by=request.actor, now=request.now),
        words,
    )


@access.page(*policies.READERS)
def proof(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """The journal's receipt that the plan was submitted, and what it was then: checked without us."""
    row = _plan(request, unit, year, version)
    found = journal.receipts.of_event(journaling.annual(row), "annual_plan.submitted")
    return pages.download(f"receipt-{unit}-{year}-{version}.json", jcs(found), "json")


@access.form(*DRAFTERS)
def adjust(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """A new version as a draft; this one stays in force until that one is published."""
    row = _plan(request, unit, year, version)
    form = Adjust(request.POST or None, packs=packs(), initial={"pack": layers.own_name(row.pack_name)})

    def act() -> None:
        said = form.values()
        pack = selectors.packs.shipped(said["pack"])
        services.annual.adjust(plan=row, reason=said["reason"], pack=pack, by=request.actor, now=request.now)

    lead = "调整稿公布之前，现行版本继续有效。"
    after = reverse("planning:plan", args=[unit, year, version + 1])
    words = Asked(f"调整：{row}", "起草调整稿", _at(row), "已起草调整稿", lead, to=after)
    return asking.ask(request, form, act, words)
