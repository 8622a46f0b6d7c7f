"""The lines of a draft: which item next, a line with its rule, what the year leaves out."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor, Request
from mingqian.core.decision import Refused
from mingqian.planning import policies, selectors, services, tables, written
from mingqian.planning.forms.plans import LineForm, Omit, PickItem
from mingqian.planning.models import AnnualPlan, PlanLine
from mingqian.planning.policies import Verb
from mingqian.planning.types import PackInForce
from mingqian.planning.views import asking
from mingqian.planning.views.asking import Asked
from mingqian.registry import selectors as registries
from mingqian.registry.types import ItemFacts
from mingqian.ui import access, pages
from mingqian.ui.words import count

DRAFTERS = policies.who(Verb.DRAFT_ANNUAL)


def _plan(request: Request, unit: str, year: int, version: int) -> AnnualPlan:
    return pages.found(selectors.annual.one(request.actor, unit, year, version))


def _at(plan: AnnualPlan) -> str:
    return reverse("planning:plan", args=[plan.unit.code, plan.year, plan.version])


def _unplanned(request: Request, plan: AnnualPlan) -> list[tuple[str, str]]:
    planned = {line.item.code for line in selectors.annual.lines(request.actor, plan)}
    items = asking.items_of(request.actor, localdate(request.now), owned_by=[plan.unit.path])
    return [one for one in items if one[0] not in planned]


@access.form(*DRAFTERS)
def new_line(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """Which item of the list comes next; its own page asks the rest."""
    plan = _plan(request, unit, year, version)
    form = PickItem(request.POST or None, items=_unplanned(request, plan))
    if request.method == "POST" and form.is_valid():
        item = form.values()["item"]
        return pages.done(request, "planning:line", unit, year, version, item)
    words = Asked("填写事项", "下一步", _at(plan), "", "清单中还没有列入本计划的事项。")
    return pages.show(request, "planning/ask.html", {"form": form, "words": words})


@access.form(*DRAFTERS)
def omit(request: Request, unit: str, year: int, version: int) -> HttpResponse:
    """XM-80: nothing of the list is left out silently."""
    plan = _plan(request, unit, year, version)
    form = Omit(request.POST or None, items=asking.items_of(request.actor, localdate(request.now)))
    pack = selectors.packs.of_plan(plan)
    words = Asked(
        "写明本年不安排的事项", "写入计划", _at(plan), "已写明", "原因随计划公布。", pack.rules.plan_clause
    )
    return asking.ask(
        request,
        form,
        lambda: services.plan_lines.leave_out(
            plan=plan, **form.values(), pack=pack, by=request.actor, now=request.now
        ),
        words,
    )


@access.form(*DRAFTERS)
def line(request: Request, unit: str, year: int, version: int, item: str) -> HttpResponse:
    """One line; written again it replaces what stood there."""
    plan = _plan(request, unit, year, version)
    facts = _item(request, item)
    pack = selectors.packs.of_plan(plan)
    row = selectors.annual.lines(request.actor, plan).filter(item__code=item).first()
    form = _form(request, plan, facts, row)

    def act() -> None:
        said = form.line(_inside(request.actor))
        services.plan_lines.set_line(plan=plan, line=said, pack=pack, by=request.actor, now=request.now)

    words = Asked(
        f"{facts.code} {facts.name}",
        "保存本行",
        _at(plan),
        f"已保存{item}",
        facts=_known(request, facts, pack),
    )
    return asking.ask(request, form, act, words)


def _item(request: Request, code: str) -> ItemFacts:
    try:
        return registries.items.facts(request.actor, code, localdate(request.now))
    except Refused:
        return pages.found(None)


def _form(request: Request, plan: AnnualPlan, facts: ItemFacts, row: PlanLine | None) -> LineForm:
    by = request.actor
    units = [(one.code, one.name) for one in accounts.units(by) if one.path.startswith(plan.unit.path)]
    approvers = _approvers(request, plan)
    initial = _filled(row) if row else _proposed(facts)
    pack = selectors.packs.of_plan(plan)
    found = selectors.quotas.resolve(by, facts, localdate(request.now), pack)
    return LineForm(
        request.POST or None,
        initial=initial,
        units=units,
        approvers=approvers,
        item=facts,
        fixed=found.rule is not None,
    )


def _approvers(request: Request, plan: AnnualPlan) -> list[tuple[str, str]]:
    heads = (Role.BUREAU_LEADER, Role.BUSINESS_UNIT_HEAD, Role.INSPECTION_BODY_HEAD)
    posts = accounts.posts(request.actor, on=localdate(request.now)).filter(
        role__in=[role.value for role in heads], unit__path__startswith=plan.unit.path
    )
    found = {post.person.code: f"{post.person.name}（{Role(post.role).label}）" for post in posts}
    return [one for one in found.items() if one[0] != request.actor.code]


def _proposed(facts: ItemFacts) -> dict[str, object]:
    """What the item list says is filled in already."""
    return {"responsible_unit": facts.unit_code, "methods": list(facts.methods)}


def _filled(row: PlanLine) -> dict[str, object]:
    partners = ((tables.partner_name(one), one.duty) for one in row.partners.all())
    own = selectors.quotas.own_ppm(row)
    approver = row.own_ratio_approved_by
    return {
        "rounds": written.rounds_text((one.month, one.batch) for one in row.rounds.all()),
        "responsible_unit": row.responsible_unit.code if row.responsible_unit else "",
        "duties": row.duties,
        "methods": row.methods,
        "mode": row.mode,
        "sampling_method": row.sampling_method,
        "sampling_reason": row.sampling_reason,
        "partners": written.partners_text(partners),
        "own_ppm": written.rate_text(own),
        "own_reason": row.own_ratio_reason,
        "own_approver": approver.code if approver else "",
        "as_needed_reason": row.as_needed_reason,
        "overlap_reason": row.overlap_reason,
    }


def _inside(by: Actor) -> dict[str, str]:
    """Names and codes of own units, as an officer may type either."""
    units = list(accounts.units(by))
    return {one.name: one.code for one in units} | {one.code: one.code for one in units}


def _known(request: Request, facts: ItemFacts, pack: PackInForce) -> list[tuple[str, object]]:
    """What list and rule pack say of the item: the officer need not look it up."""
    on, units = localdate(request.now), accounts.units(request.actor)
    total = registries.universe.size(request.actor, facts.code, on)
    shown = selectors.quotas.preview(request.actor, facts.code, total, on, pack)
    return [
        ("归口单位", next((one.name for one in units if one.code == facts.unit_code), facts.unit_code)),
        ("清单规定的检查方式", tables.methods(list(facts.methods)) or "清单未规定"),
        ("清单规定的频次", facts.frequency_text or "清单未规定"),
        ("现有对象", f"{count(total)} 户"),
        ("抽查比例", shown.sentence),
        ("比例依据", shown.clause),
    ]
