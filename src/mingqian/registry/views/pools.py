"""Pages of secondary pools (二次建库): the rule in words with live counts, versions, who is left out and why."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.registry import policies, selectors, services
from mingqian.registry.enums import PoolState
from mingqian.registry.forms import pools as forms
from mingqian.registry.models import SecondaryPool
from mingqian.registry.policies import Verb
from mingqian.registry.views import doors
from mingqian.ui import access, acting, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui

DRAFTERS = doors.of(Verb.DRAFT_POOL_RULE)
APPROVERS = doors.of(Verb.APPROVE_POOL_RULE)
SHOWN = 500
_KINDS = {PoolState.DRAFT: "warn", PoolState.APPROVED: "ok", PoolState.RETIRED: ""}


def _name(pool: Any) -> SafeString:
    return format_html('<a class="t" href="{}">{}</a>', reverse("registry:pool", args=[pool.code]), pool.name)


def _rule(pool: Any) -> str:
    live = [rule for rule in pool.rules.all() if rule.state == PoolState.APPROVED]
    return live[0].words if live else "（没有批准的规则，从全库抽取）"


COLUMNS = (
    Column("code", "代码", sort="code"),
    Column("name", "名称", cell=_name, text=lambda p: p.name, sort="name"),
    Column("item", "事项", cell=lambda p: p.item.code),
    Column("unit", "责任单位", cell=lambda p: p.unit.name),
    Column("rule", "现行规则", cell=_rule, wide=True),
)


@access.page(*doors.LISTS)
def pools(request: Request) -> HttpResponse:
    """Every pool in scope."""
    listing = tables.listing(
        request, rows=selectors.pools.desk_rows(request.actor), columns=COLUMNS, name="二次建库"
    )
    if listing.export:
        return listing.export
    new = [("设立当期名录库", reverse("registry:pool-new"), "main")] if request.actor.has(*DRAFTERS) else []
    shown = {
        "listing": listing,
        "actions": new,
        "lead": services.pools.CLAUSE,
        "empty": "还没有设立当期名录库",
    }
    return pages.show(request, "registry/list.html", shown)


@access.page(*doors.LISTS)
def pool(request: Request, code: str) -> HttpResponse:
    """The rule in force in words, its counts of today, every version."""
    by, today = request.actor, localdate(request.now)
    found = _one(request, code)
    versions = selectors.pools.versions(by, code)
    live = next((r for r in versions if r.state == PoolState.APPROVED), None)
    return pages.show(
        request,
        "registry/pool.html",
        {
            "pool": found,
            "versions": [
                (r, ui.tag(PoolState(r.state).label, _KINDS[PoolState(r.state)])) for r in reversed(versions)
            ],
            "live": live,
            "counted": selectors.pools.counted(by, found, live, today),
            "may_draft": policies.may(by, Verb.DRAFT_POOL_RULE, found.unit.path).ok,
            "may_approve": policies.may(by, Verb.APPROVE_POOL_RULE, found.unit.path).ok,
            "permission": services.pools.permission_on(found, today),
        },
    )


@access.page(*doors.LISTS)
def excluded(request: Request, code: str) -> HttpResponse:
    """Each row that is not in the pool, with reason and clause."""
    found = _one(request, code)
    most = None if request.GET.get("export") else SHOWN
    rows = acting.found(lambda: selectors.pools.left_out(request.actor, found, localdate(request.now), most))
    listing = tables.listing(request, rows=rows, columns=EXCLUDED, name=f"{found.name}：不在当期名录库的")
    if listing.export:
        return listing.export
    lead = f"按登记先后列出前 {SHOWN} 条，导出的是全部" if len(rows) == SHOWN else "每一条都写明理由和依据"
    actions = [("回到当期名录库", reverse("registry:pool", args=[code]), "quiet")]
    return pages.show(
        request, "registry/list.html", {"listing": listing, "lead": lead, "actions": actions, "empty": "没有"}
    )


def _firm(row: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("registry:subject", args=[row.id]), row.name)


EXCLUDED = (
    Column("id", "编号"),
    Column("name", "对象", cell=_firm, text=lambda r: r.name),
    Column(
        "code",
        "类别",
        cell=lambda r: selectors.universe.CODE_TEXT.get(r.standing.code, r.standing.code),
    ),
    Column("reason", "理由", cell=lambda r: r.standing.reason, wide=True),
    Column("clause", "依据", cell=lambda r: r.standing.clause),
)


@access.form(*DRAFTERS)
def new(request: Request) -> HttpResponse:
    """Set up a pool."""
    form = forms.OpenPool(request.POST or None, by=request.actor)
    return acting.ask(
        request,
        form,
        lambda: services.pools.open_pool(**form.values(), by=request.actor, now=request.now),
        title="设立当期名录库",
        button="设立",
        to=reverse("registry:pools"),
        told="已设立，接着起草筛选规则",
        lead=services.pools.CLAUSE,
    )


@access.form(*DRAFTERS)
def rule(request: Request, code: str) -> HttpResponse:
    """Draft the next version of the rule; the counts before and after are worked out."""
    found = _one(request, code)
    form = forms.Rule(request.POST or None, facts=selectors.pools.fact_names(request.actor, found))
    return acting.ask(
        request,
        form,
        lambda: services.pools.draft_rule(
            pool=code,
            conditions=form.conditions(),
            reason=form.cleaned_data["reason"],
            permission=services.pools.permission_on(found, localdate(request.now)),
            by=request.actor,
            now=request.now,
        ),
        title=f"{found.name}：起草筛选规则",
        button="起草并计算数量",
        to=reverse("registry:pool", args=[code]),
        told="规则已起草，待另一人批准",
        lead="各条件须同时满足；起草人不能批准自己的规则",
    )


@access.action(*APPROVERS)
def approve(request: Request, code: str, number: int) -> HttpResponse:
    """Put a rule in force; the former one is retired in the same act."""
    _numbered(request, code, number)
    services.pools.approve_rule(pool=code, number=number, by=request.actor, now=request.now)
    return pages.done(request, "registry:pool", code, told=f"第 {number} 版规则已批准")


@access.form(*APPROVERS)
def retire(request: Request, code: str, number: int) -> HttpResponse:
    """Go back to drawing from the whole registry."""
    found = _numbered(request, code, number)
    form = forms.Reason(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.pools.retire_rule(
            pool=code, number=number, **form.values(), by=request.actor, now=request.now
        ),
        title=f"{found.name}：停用第 {number} 版规则",
        button="停用",
        to=reverse("registry:pool", args=[code]),
        told="已停用，从全库抽取",
    )


def _numbered(request: Request, code: str, number: int) -> SecondaryPool:
    found = _one(request, code)
    pages.found(found.rules.filter(number=number).first())
    return found


def _one(request: Request, code: str) -> SecondaryPool:
    return acting.found(lambda: selectors.pools.get(request.actor, code))
