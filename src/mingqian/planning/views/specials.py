"""专项检查方案: the list, one plan, and its road to approval, filing and end."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.types import Actor, Request
from mingqian.core import machine
from mingqian.core.machines import special_plan
from mingqian.planning import policies, selectors, services
from mingqian.planning.forms.specials import ApproveSpecial, PublishSpecial, ReturnSpecial, SpecialForm
from mingqian.planning.models import SpecialPlan
from mingqian.planning.policies import Verb
from mingqian.planning.services.specials import STRICT
from mingqian.planning.views.asking import Act, Asked, ask, items_of, today, units_for
from mingqian.ui import access, pages, tables
from mingqian.ui.forms import Form
from mingqian.ui.words import day

DRAFTERS = policies.who(Verb.DRAFT_IMPLEMENTATION)
LEADERS = policies.who(Verb.APPROVE_IMPLEMENTATION)
READERS = policies.READERS
COLUMNS = (
    tables.Column("title", "名称", cell=lambda row: _link(row), text=lambda row: row.title, wide=True),
    tables.Column("code", "编号", sort="code"),
    tables.Column("number", "本年第几个", numeric=True),
    tables.Column("unit", "实施单位", cell=lambda row: row.unit.name),
    tables.Column("starts_on", "期限", cell=lambda row: f"{day(row.starts_on)}至{day(row.ends_on)}"),
    tables.Column("document_no", "批准文号"),
    tables.Column("state", "状态", cell=lambda row: special_plan.MACHINE.states[row.state]),
)
_ACTS = (
    ("submit", Verb.DRAFT_IMPLEMENTATION, "送审", "submit-special", True),
    ("approve", Verb.APPROVE_IMPLEMENTATION, "批准", "approve-special", False),
    ("return", Verb.APPROVE_IMPLEMENTATION, "退回", "return-special", False),
    ("publish", Verb.PUBLISH, "备案并公布", "publish-special", False),
    ("end", Verb.DRAFT_IMPLEMENTATION, "结束", "end-special", True),
)


def _link(row: SpecialPlan) -> SafeString:
    return format_html(
        '<a class="t" href="{}">{}</a>', reverse("planning:special", args=[row.code]), row.title
    )


@access.page(*READERS)
def specials(request: Request) -> HttpResponse:
    """专项检查方案."""
    rows = selectors.specials.visible(request.actor)
    listing = tables.listing(request, rows=rows, columns=COLUMNS, name="专项检查方案")
    if listing.export:
        return listing.export
    acts = []
    if units_for(request.actor, Verb.DRAFT_IMPLEMENTATION):
        acts.append(Act("起草方案", reverse("planning:new-special"), "main"))
    context = {
        "title": "专项检查方案", "lead": "专项检查须经批准、备案、公布，在批准的范围和期限内实施，单独计数。",
        "clause": STRICT, "acts": acts, "listing": listing, "empty": "还没有专项检查方案",
    }  # fmt: skip
    return pages.show(request, "planning/list.html", context)


def _found(request: Request, code: str) -> SpecialPlan:
    return pages.found(selectors.specials.one(request.actor, code))


@access.page(*READERS)
def special(request: Request, code: str) -> HttpResponse:
    """One of them."""
    row = _found(request, code)
    return pages.show(
        request, "planning/special.html",
        {"plan": row, "facts": _facts(row), "acts": list(_acts(row, request.actor)),
         "state": special_plan.MACHINE.states[row.state], "clause": STRICT},
    )  # fmt: skip


def _facts(row: SpecialPlan) -> list[tuple[str, object]]:
    return [
        ("实施单位", row.unit.name),
        ("本年度第几个", row.number),
        ("部署", f"{row.ordered_by}{'（上级统一部署）' if row.from_above else ''}"),
        ("检查事项", "、".join(row.items)),
        ("最多户数", row.most),
        ("期限", f"{day(row.starts_on)}至{day(row.ends_on)}"),
        ("批准", f"{row.authority} {row.document_no}".strip()),
        ("备案", row.filed_with),
        ("公布日期", row.published_on),
        ("退回理由", row.reason),
    ]


def _acts(row: SpecialPlan, by: Actor) -> list[Act]:
    possible = machine.possible(special_plan.MACHINE, row.state)
    found = [
        Act(label, reverse(f"planning:{name}", args=[row.code]), "main", posts)
        for event, verb, label, name, posts in _ACTS
        if event in possible and policies.may(by, verb, row.unit.path).ok
    ]
    if row.state == "published" and policies.may(by, Verb.DRAFT_IMPLEMENTATION, row.unit.path).ok:
        found.append(Act("下达检查任务", _opening(row), "main"))
    return [one for one in found if one.url]


def _opening(row: SpecialPlan) -> str:
    try:
        return reverse("inspection:open-special", args=[row.code])
    except NoReverseMatch:
        return ""


@access.form(*DRAFTERS)
def new(request: Request) -> HttpResponse:
    """起草."""
    by = request.actor
    units = units_for(by, Verb.DRAFT_IMPLEMENTATION)
    form = SpecialForm(request.POST or None, units=units, items=items_of(by, today(request)))
    made: list[SpecialPlan] = []
    back = reverse("planning:specials")
    words = Asked("起草专项检查方案", "保存", back, "已保存", "批准以前不产生任何检查任务。", STRICT)
    return ask(
        request, form,
        lambda: made.append(
            services.specials.draft(unit=form.values()["unit"], text=form.text(), by=by, now=request.now)
        ),
        words,
    )  # fmt: skip


def _asked(request: Request, code: str, form: Form, act: Callable[..., object], title: str) -> HttpResponse:
    row = _found(request, code)
    back = reverse("planning:special", args=[code])
    words = Asked(f"{title}：{row.title}", title, back, f"已{title}", "", STRICT, facts=_facts(row))
    return ask(
        request, form, lambda: act(plan=code, **form.values(), by=request.actor, now=request.now), words
    )


@access.form(*LEADERS)
def approve(request: Request, code: str) -> HttpResponse:
    """批准."""
    return _asked(request, code, ApproveSpecial(request.POST or None), services.specials.approve, "批准")


@access.form(*LEADERS)
def return_(request: Request, code: str) -> HttpResponse:
    """退回."""
    return _asked(request, code, ReturnSpecial(request.POST or None), services.specials.return_, "退回")


@access.form(*policies.who(Verb.PUBLISH))
def publish(request: Request, code: str) -> HttpResponse:
    """备案并公布."""
    return _asked(
        request, code, PublishSpecial(request.POST or None), services.specials.publish, "备案并公布"
    )


@access.action(*DRAFTERS)
def submit(request: Request, code: str) -> HttpResponse:
    """送审."""
    services.specials.submit(plan=code, by=request.actor, now=request.now)
    return pages.done(request, "planning:special", code, told="已送审")


@access.action(*DRAFTERS)
def end(request: Request, code: str) -> HttpResponse:
    """结束."""
    services.specials.end(plan=code, by=request.actor, now=request.now)
    return pages.done(request, "planning:special", code, told="专项检查已结束")
