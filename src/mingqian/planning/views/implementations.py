"""The implementation plan: list, a new one, filling it in, and the steps of its life."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Request
from mingqian.planning import implementing, policies, selectors, services, tables
from mingqian.planning.enums import RollMode
from mingqian.planning.forms.fields import Reason
from mingqian.planning.forms.implementations import (
    FieldsForm,
    ImplementationFilter,
    Invite,
    ItemForm,
    NewImplementation,
    PanelForm,
)
from mingqian.planning.models import ImplementationPlan
from mingqian.planning.policies import Verb
from mingqian.planning.views import asking, implementation_page
from mingqian.planning.views.asking import Act, Asked
from mingqian.ui import access, forms, pages
from mingqian.ui.tables import listing

DRAFTERS, LEADERS = policies.who(Verb.DRAFT_IMPLEMENTATION), policies.who(Verb.APPROVE_IMPLEMENTATION)
FIELDS = tuple(FieldsForm.base_fields)


@access.page(*policies.READERS)
def implementations(request: Request) -> HttpResponse:
    """Every plan that may be read; batches of the year which still have none stand above."""
    by = request.actor
    rows = selectors.implementations.listing(by)
    found = listing(
        request, rows=rows, columns=tables.IMPLEMENTATIONS, filters=ImplementationFilter, name="实施方案"
    )
    if found.export:
        return found.export
    drafts = by.has(*DRAFTERS)
    waiting = selectors.implementations.open_batches(by) if drafts else []
    pack = asking.pack_of(by, asking.today(request))
    asked = pack.rules.implementation_fields if pack else None
    shown = {
        "listing": found,
        "title": "实施方案",
        "lead": "发起单位根据年度计划逐批制定，批准、公布并经会同单位确认后启动。",
        "clause": asked.clause if asked else "",
        "acts": [Act("制定实施方案", reverse("planning:new-implementation"), "main")] if drafts else [],
        "notes": [f"还没有实施方案的批次：{'、'.join(one.label for one in waiting)}"] if waiting else [],
        "empty": "还没有实施方案",
    }
    return pages.show(request, "planning/list.html", shown)


@access.form(*DRAFTERS)
def new_implementation(request: Request) -> HttpResponse:
    """A batch with the rules of its lines."""
    by = request.actor
    batches = {one.key: one for one in selectors.implementations.open_batches(by)}
    units = asking.units_for(by, Verb.DRAFT_IMPLEMENTATION)
    choices = [(key, one.label) for key, one in batches.items()]
    form = NewImplementation(request.POST or None, batches=choices, units=units)

    def act() -> None:
        said = form.values()
        batch = batches[said.pop("batch")]
        services.implementation.draft(
            annual_plan=batch.plan, batch=batch.code, pack=selectors.packs.of_plan(batch.plan), by=by,
            now=request.now, **said | {"mode": RollMode(said["mode"])},
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.done(request, "planning:implementation", form.values()["code"], told="已起草实施方案")
    lead = "" if batches else "没有等待制定方案的批次：年度计划公布后，其各批次才会出现在这里。"
    words = Asked("制定实施方案", "起草", reverse("planning:implementations"), "", lead, policies.INITIATES)
    return pages.show(request, "planning/ask.html", {"form": form, "words": words})


def _plan(request: Request, code: str) -> ImplementationPlan:
    return pages.found(selectors.implementations.one(request.actor, code))


def _at(code: str) -> str:
    return reverse("planning:implementation", args=[code])


@access.page(*policies.READERS)
def implementation(request: Request, code: str) -> HttpResponse:
    """The plan on one page."""
    plan = _plan(request, code)
    return pages.show(request, "planning/implementation.html", implementation_page.context(request, plan))


@access.form(*DRAFTERS)
def fill(request: Request, code: str) -> HttpResponse:
    """FL-18: the fields in words."""
    plan = _plan(request, code)
    people = [(one.code, f"{one.name}（{one.unit.name}）") for one in accounts.people(request.actor)]
    initial = {name: getattr(plan, name) for name in FIELDS if name not in ("leader", "contact")}
    initial["leader"] = plan.leader.code if plan.leader else ""
    initial["contact"] = plan.contact.code if plan.contact else ""
    form = FieldsForm(request.POST or None, initial=initial, people=people)
    words = Asked(f"填写实施方案：{code}", "保存", _at(code), "已保存")
    return asking.ask(
        request,
        form,
        lambda: services.filling.fill(plan=code, text=form.text(), by=request.actor, now=request.now),
        words,
    )


@access.form(*DRAFTERS)
def item(request: Request, code: str, item: str) -> HttpResponse:
    """XM-52: nature, method, reserve."""
    plan = _plan(request, code)
    row = pages.found(selectors.implementations.items(request.actor, plan).filter(item__code=item).first())
    ways = list(row.item_version.methods) or [row.method]
    initial = {
        name: getattr(row, name) for name in ("nature", "method", "method_reason", "reserve", "batch_size")
    }
    form = ItemForm(request.POST or None, initial=initial, item=item, ways=ways)

    def act() -> None:
        quals = tuple((one["code"], one["persons"]) for one in row.quals)
        text = form.text(quals, tuple(row.weights))
        services.filling.set_item(plan=code, text=text, by=request.actor, now=request.now)

    words = Asked(
        f"{item} {row.item_version.name}", "保存", _at(code), f"已保存{item}", clause=implementing.NATURE
    )
    return asking.ask(request, form, act, words)


@access.form(*DRAFTERS)
def new_panel(request: Request, code: str) -> HttpResponse:
    """Teams of one pool."""
    return _panel_form(request, _plan(request, code), {})


@access.form(*DRAFTERS)
def panel(request: Request, code: str, panel: str) -> HttpResponse:
    """The same teams, written anew under their code."""
    plan = _plan(request, code)
    row = pages.found(plan.panels.filter(code=panel).first())
    names = ("code", "pool_class", "teams", "factor100", "captain_mode", "draw_method", "method_reason")
    initial = {name: getattr(row, name) for name in names}
    initial |= {"size": row.team_size, "items": [one.item.code for one in row.items.select_related("item")]}
    return _panel_form(request, plan, initial)


def _panel_form(request: Request, plan: ImplementationPlan, initial: dict[str, object]) -> HttpResponse:
    rows = selectors.implementations.items(request.actor, plan)
    items = [(one.item.code, f"{one.item.code} {one.item_version.name}") for one in rows]
    form = PanelForm(request.POST or None, initial=initial, items=items)

    def act() -> None:
        pack = selectors.packs.of_plan(plan)
        services.filling.set_panel(
            plan=plan.code, panel=form.panel(), pack=pack, by=request.actor, now=request.now
        )

    lead = "人数、倍数、组长产生方式不填的，按规则包确定。"
    words = Asked("安排检查组", "保存", _at(plan.code), "已保存检查组", lead, implementing.TWO_OFFICERS)
    return asking.ask(request, form, act, words)


@access.form(*DRAFTERS)
def invite(request: Request, code: str) -> HttpResponse:
    """会同有关单位."""
    _plan(request, code)
    units = [(one.code, one.name) for one in accounts.units(request.actor)]
    form = Invite(request.POST or None, units=units)
    words = Asked("会同有关单位", "加入", _at(code), "已加入会同单位", clause=implementing.TOGETHER)
    return asking.ask(
        request,
        form,
        lambda: services.filling.invite(plan=code, **form.values(), by=request.actor, now=request.now),
        words,
    )


@access.action(*policies.who(Verb.ANSWER_INVITATION))
def confirm(request: Request, code: str, pk: int) -> HttpResponse:
    """The invited unit says yes."""
    _partner(request, code, pk)
    services.filling.answer(co_organiser=pk, by=request.actor, now=request.now)
    return pages.done(request, _at(code), told="已确认")


def _partner(request: Request, code: str, pk: int) -> None:
    plan = _plan(request, code)
    pages.found(selectors.implementations.partners(request.actor, plan).filter(pk=pk).first())


@access.form(*DRAFTERS)
def silence(request: Request, code: str, pk: int) -> HttpResponse:
    """FL-19: no answer, and why it goes on without."""
    _partner(request, code, pk)
    form = Reason(request.POST or None, label="未答复的原因")
    words = Asked("记录未答复", "记录", _at(code), "已记录", clause=implementing.TOGETHER)
    return asking.ask(
        request,
        form,
        lambda: services.filling.record_silence(
            co_organiser=pk, **form.values(), by=request.actor, now=request.now
        ),
        words,
    )


@access.action(*DRAFTERS)
def submit(request: Request, code: str) -> HttpResponse:
    """Every gap at once."""
    plan = _plan(request, code)
    pack = selectors.packs.of_plan(plan)
    services.implementation.submit(plan=code, pack=pack, by=request.actor, now=request.now)
    return pages.done(request, _at(code), told="已送审，等待局领导批准")


@access.action(*DRAFTERS)
def recall(request: Request, code: str) -> HttpResponse:
    """Taken back before the leader has decided."""
    _plan(request, code)
    services.implementation.recall(plan=code, by=request.actor, now=request.now)
    return pages.done(request, _at(code), told="已收回，可以修改")


@access.action(*policies.READERS)
def acknowledge(request: Request, code: str) -> HttpResponse:
    """FL-31: by the leader or the contact in person, whatever their role."""
    _plan(request, code)
    services.implementation.acknowledge(plan=code, by=request.actor, now=request.now)
    return pages.done(request, _at(code), told="已签收")


@access.form(*LEADERS)
def return_(request: Request, code: str) -> HttpResponse:
    """Back to the drafter."""
    return _turn_back(request, code, services.implementation.return_, "退回")


@access.form(*DRAFTERS)
def withdraw(request: Request, code: str) -> HttpResponse:
    """Not carried out, and why."""
    return _turn_back(request, code, services.implementation.withdraw, "撤回")


def _turn_back(
    request: Request, code: str, act: Callable[..., ImplementationPlan], word: str
) -> HttpResponse:
    plan = _plan(request, code)
    form = Reason(request.POST or None, label=f"{word}原因")
    words = Asked(f"{word}：{plan}", word, _at(code), f"已{word}")
    return asking.ask(
        request, form, lambda: act(plan=code, **form.values(), by=request.actor, now=request.now), words
    )


def _irrevocable(
    request: Request, code: str, word: str, shows: tuple[str, ...], act: Callable[[], object]
) -> HttpResponse:
    """Typed, since it cannot be taken back."""
    plan = _plan(request, code)
    form = forms.Confirm(request.POST or None, phrase=word, shows=shows)
    return asking.ask(request, form, act, Asked(f"{word}：{plan}", word, _at(code), f"已{word}"))


@access.form(*LEADERS)
def approve(request: Request, code: str) -> HttpResponse:
    """Items, rules and panels are fixed from here."""
    plan = _plan(request, code)
    shows = ("事项、比例、检查组从此固定，只能撤回后另行制定",)
    return _irrevocable(
        request,
        code,
        "批准",
        shows,
        lambda: services.implementation.approve(
            plan=code, pack=selectors.packs.of_plan(plan), by=request.actor, now=request.now
        ),
    )


@access.form(*policies.who(Verb.PUBLISH))
def publish(request: Request, code: str) -> HttpResponse:
    """The plan becomes public; what 保密要求 closes stays closed."""
    plan = _plan(request, code)
    closed = "对象名单在保密期满前只显示编号" if plan.mode == RollMode.SEALED else "对象名录将公开"
    return _irrevocable(
        request,
        code,
        "公布",
        (f"方案{plan.code}将公布", closed),
        lambda: services.implementation.publish(plan=code, by=request.actor, now=request.now),
    )


@access.form(*policies.who(Verb.START))
def start(request: Request, code: str) -> HttpResponse:
    """FL-19: after everybody asked has answered; then the draw may be prepared."""
    plan = _plan(request, code)
    return _irrevocable(
        request,
        code,
        "启动",
        ("启动后不能撤回；需要停止的，按抽取作废程序办理",),
        lambda: services.implementation.start(
            plan=code, pack=selectors.packs.of_plan(plan), by=request.actor, now=request.now
        ),
    )


@access.form(*policies.who(Verb.START))
def complete(request: Request, code: str) -> HttpResponse:
    """PD-27: the event that starts the clock of publication."""
    return _irrevocable(
        request,
        code,
        "办结",
        ("办结之日起计算公示期限",),
        lambda: services.implementation.complete(plan=code, by=request.actor, now=request.now),
    )
