"""Pages of the item list: list, one item with its versions, drafting, review, publication, reports."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.enums import OFFICERS
from mingqian.accounts.types import Actor, Request
from mingqian.registry import policies, selectors, services
from mingqian.registry.enums import ItemCategory, ItemState, Level, Reach
from mingqian.registry.forms import items as forms
from mingqian.registry.models import Item
from mingqian.registry.policies import Verb
from mingqian.registry.services.item_lists import Supplement
from mingqian.registry.types import ItemFacts
from mingqian.registry.views import doors, item_pages, item_table
from mingqian.ui import access, acting, pages, tables
from mingqian.ui.tables import Column

DRAFTERS = doors.of(Verb.DRAFT_ITEM)


def _name(item: Any) -> SafeString:
    url = reverse("registry:item", args=[item.code])
    return format_html('<a class="t" href="{}">{}</a>', url, item.shown_name)


COLUMNS = (
    Column("code", "代码", sort="code"),
    Column("name", "事项", cell=_name, text=lambda i: i.shown_name, sort="shown_name", wide=True),
    Column(
        "category", "监管类别", cell=lambda i: ItemCategory(i.shown_category).label, sort="shown_category"
    ),
    Column("unit", "责任单位", cell=lambda i: i.unit.name, sort="unit__path"),
    Column("state", "状态", cell=item_pages.state, text=item_pages.state_words),
    Column("published_number", "公布版本", numeric=True),
    Column("published_effective", "生效日期", sort="published_effective"),
)


@access.page(*OFFICERS)
def items(request: Request) -> HttpResponse:
    """The list, drafts of one's own units among it."""
    by, away = request.actor, bool(request.GET.get("export"))
    listing = tables.listing(
        request,
        rows=selectors.items.listed_rows(by) if away else selectors.items.desk_rows(by),
        columns=item_table.COLUMNS if away else COLUMNS,
        name="抽查事项",
        filters=forms.ItemFilter,
    )
    if listing.export:
        return listing.export
    actions = [("闲置与失效依据", reverse("registry:items-report"), "quiet")]
    if by.has(*DRAFTERS):
        actions += [
            ("按规则包建清单", reverse("registry:items-from-pack"), ""),
            ("新增事项", reverse("registry:item-new"), "main"),
        ]
    shown = {
        "listing": listing,
        "actions": actions,
        "empty": "清单里还没有符合条件的事项",
        "lead": item_pages.LEAD,
    }
    return pages.show(request, "registry/list.html", shown)


@access.page(*OFFICERS)
def item(request: Request, code: str) -> HttpResponse:
    """One item: the wording in force, its basis, every version, and what may be done now."""
    found = _one(request.actor, code)
    return pages.show(
        request, "registry/item.html", item_pages.page(request.actor, found, localdate(request.now))
    )


@access.page(*OFFICERS)
def version(request: Request, code: str, number: int) -> HttpResponse:
    """One wording beside the one before it."""
    found = _one(request.actor, code)
    shown = pages.found(item_pages.version_page(request.actor, found, number))
    return pages.show(request, "registry/item_version.html", shown)


@access.page(*OFFICERS)
def report(request: Request) -> HttpResponse:
    """Idle items, stale bases, gaps of the list."""
    shown = item_pages.report(request.actor, localdate(request.now))
    return pages.show(request, "registry/items_report.html", shown)


@access.form(*DRAFTERS)
def new(request: Request) -> HttpResponse:
    """Draft a new item."""
    form = forms.WordingForm(request.POST or None, by=request.actor)
    if pages.submitted(request, form, lambda: _draft_new(request, form)):
        return pages.done(request, "registry:item", form.cleaned_data["code"], told="已起草，可以送审")
    return pages.show(
        request, "registry/item_form.html", {"form": form, "title": "新增事项", "button": "保存草稿"}
    )


def _draft_new(request: Request, form: forms.WordingForm) -> ItemFacts:
    said = form.cleaned_data
    services.items.demand_new(said["code"])
    return services.items.draft(
        code=said["code"],
        unit=said["unit"],
        jurisdiction=said["jurisdiction"],
        level=Level(said["level"]),
        reach=Reach(said["reach"]),
        wording=form.wording(),
        reason=said["reason"],
        risk_point=said["risk_point"],
        by=request.actor,
        now=request.now,
    )


@access.form(*DRAFTERS)
def edit(request: Request, code: str) -> HttpResponse:
    """Reword the draft, or draft the next version of what is published."""
    found = _one(request.actor, code)
    before = selectors.items.versions(request.actor, found)[0]
    form = forms.WordingForm(request.POST or None, by=request.actor, before=before)
    if pages.submitted(request, form, lambda: _write(request, found, before, form)):
        return pages.done(request, "registry:item", code, told="已保存草稿")
    drafted = before.state == ItemState.DRAFT
    title = f"改写第 {before.version} 版草稿" if drafted else f"起草第 {before.version + 1} 版"
    shown = {"form": form, "title": f"{before.name}：{title}", "button": "保存草稿", "code": code}
    return pages.show(request, "registry/item_form.html", shown)


def _write(request: Request, found: Item, before: ItemFacts, form: forms.WordingForm) -> ItemFacts:
    words: dict[str, Any] = {
        "code": found.code,
        "wording": form.wording(),
        "reason": form.cleaned_data["reason"],
        "risk_point": form.cleaned_data["risk_point"],
        "by": request.actor,
        "now": request.now,
    }
    if before.state == ItemState.DRAFT:
        return services.items.revise(number=before.version, **words)
    return services.items.draft(unit=found.unit.code, **words)


@access.action(*DRAFTERS)
def submit(request: Request, code: str, number: int) -> HttpResponse:
    """Send a draft in."""
    services.items.submit(**_step(request, code, number))
    return pages.done(request, "registry:item", code, told=f"第 {number} 版已送审")


@access.form(*doors.of(Verb.REVIEW_ITEM))
def review(request: Request, code: str, number: int) -> HttpResponse:
    """Pass on or return."""
    step = _step(request, code, number)
    form = forms.Opinion(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.items.review(**step, **form.values()),
        title=f"审查 {code} 第 {number} 版",
        button="提交审查意见",
        to=reverse("registry:item", args=[code]),
        told="审查意见已记录",
        lead="审查人不得是起草人",
        facts=item_pages.changes(request.actor, _one(request.actor, code), number),
    )


@access.action(*doors.of(Verb.APPROVE_ITEM))
def approve(request: Request, code: str, number: int) -> HttpResponse:
    """Approve what was reviewed."""
    services.items.approve(**_step(request, code, number))
    return pages.done(request, "registry:item", code, told=f"第 {number} 版已批准")


@access.form(*doors.of(Verb.REVIEW_ITEM))
def reject(request: Request, code: str, number: int) -> HttpResponse:
    """Close a version for good."""
    step = _step(request, code, number)
    form = forms.Reason(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.items.reject(**step, **form.values()),
        title=f"否决 {code} 第 {number} 版",
        button="否决",
        to=reverse("registry:item", args=[code]),
        told="已否决，可另行起草新版本",
    )


@access.form(*doors.of(Verb.PUBLISH_ITEM))
def publish(request: Request, code: str, number: int) -> HttpResponse:
    """Publish from a day on."""
    found, step = _one(request.actor, code), _step(request, code, number)
    shows = item_pages.becomes_public(request.actor, found, number)
    form = forms.Publication(
        request.POST or None, phrase="公布", shows=shows, initial={"effective_on": localdate(request.now)}
    )
    return acting.ask(
        request,
        form,
        lambda: services.items.publish(**step, effective_on=form.cleaned_data["effective_on"]),
        title=f"公布 {code} 第 {number} 版",
        button="公布",
        to=reverse("registry:item", args=[code]),
        told=f"第 {number} 版已公布",
        lead="公布后不能改动；要改须另出新版本",
    )


@access.form(*doors.of(Verb.RETIRE_ITEM))
def retire(request: Request, code: str) -> HttpResponse:
    """Take an item off the list."""
    found = _one(request.actor, code)
    shows = (f"事项“{found.shown_name}”自停用之日起不再列入计划", "各版本和历史抽取仍可查看")
    form = forms.Retirement(request.POST or None, phrase="停用", shows=shows)
    said = form.cleaned_data if form.is_valid() else {}
    on, ground = said.get("on", date.max), said.get("ground", "")
    return acting.ask(
        request,
        form,
        lambda: services.items.retire(code=code, on=on, ground=ground, by=request.actor, now=request.now),
        title=f"停用 {code}",
        button="停用",
        to=reverse("registry:item", args=[code]),
        told="已停用",
    )


@access.form(*DRAFTERS)
def hand_over(request: Request, code: str) -> HttpResponse:
    """Give an item to another unit."""
    _one(request.actor, code)
    form = forms.HandOver(request.POST or None, by=request.actor)
    return acting.ask(
        request,
        form,
        lambda: services.items.hand_over(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"移交 {code}",
        button="移交",
        to=reverse("registry:item", args=[code]),
        told="已移交",
        lead="谁主管、谁发起：移交后只有新的责任单位能改",
    )


@access.form(*DRAFTERS)
def from_pack(request: Request) -> HttpResponse:
    """Draft the whole list of the pack in force."""
    by = request.actor
    form = forms.PackItems(request.POST or None, by=by)
    adopted = selectors.packs.adopted(by.unit_path, localdate(request.now))
    return acting.ask(
        request,
        form,
        lambda: _draft_pack(request, form),
        title="按规则包建清单",
        button="起草并送审",
        to=reverse("registry:items"),
        told="已按规则包起草，请审查人逐项审查",
        lead=item_pages.about_pack(adopted),
    )


def _draft_pack(request: Request, form: forms.PackItems) -> tuple[str, ...]:
    by, said = request.actor, form.cleaned_data
    effective = selectors.packs.in_force(by.unit_path, localdate(request.now))
    return services.item_lists.draft_pack(
        effective.own,
        unit=said["unit"],
        jurisdiction=said["unit"],
        level=Level(said["level"]),
        supplement=Supplement(evaluation_method=said["evaluation_method"]),
        by=by,
        now=request.now,
    )


def _one(by: Actor, code: str) -> Any:
    return pages.found(selectors.items.one(by, code))


def _step(request: Request, code: str, number: int) -> dict[str, Any]:
    """The words of every step, once it is certain that this person may see the version."""
    pages.found(item_pages.version_page(request.actor, _one(request.actor, code), number))
    return {"code": code, "number": number, "by": request.actor, "now": request.now}


def may(by: Actor, verb: Verb, found: Item) -> bool:
    """Would the service let this person?"""
    return policies.may(by, verb, found.unit.path).ok
