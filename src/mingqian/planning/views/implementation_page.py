"""Everything the page of an implementation plan shows: its seven fields, items, panels, partners, its stage."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.types import Actor, Request
from mingqian.documents import selectors as documents
from mingqian.documents.enums import Kind
from mingqian.planning import policies, rule_json, selectors, tables
from mingqian.planning.enums import Answer, CaptainMode, DrawMethod, Nature, PlanState, RollMode
from mingqian.planning.models import CoOrganiser, ImplementationPlan, PlannedItem, PlannedPanel
from mingqian.planning.policies import Verb
from mingqian.planning.selectors.annual import rule_words_of
from mingqian.planning.selectors.implementation_facts import Parts
from mingqian.planning.selectors.papers import Shelf
from mingqian.planning.services import journaling
from mingqian.planning.types import Findings, PackInForce
from mingqian.planning.views import asking
from mingqian.planning.views.asking import Act
from mingqian.planning.views.plan_page import timeline
from mingqian.registry.enums import InspectorClass, Method
from mingqian.ui import words
from mingqian.ui.tables import Column, plain
from mingqian.ui.types import Step

EMPTY = Shelf()
STAGES = (
    (PlanState.DRAFT, "起草"),
    (PlanState.SUBMITTED, "送审"),
    (PlanState.APPROVED, "批准"),
    (PlanState.PUBLISHED, "公布"),
    (PlanState.STARTED, "启动"),
    (PlanState.COMPLETED, "办结"),
)


def context(request: Request, plan: ImplementationPlan) -> dict[str, object]:
    """One plan, and what this person can do with it now."""
    by, pack = request.actor, selectors.packs.of_plan(plan)
    may = {verb for verb in Verb if policies.may(by, verb, plan.unit.path).ok}
    drafts = plan.state == PlanState.DRAFT and Verb.DRAFT_IMPLEMENTATION in may
    parts = selectors.implementations.parts(by, plan)
    wanted = pack.rules.implementation_fields
    offered = [Kind.IMPLEMENTATION_PLAN] if plan.approved_at else []
    return {
        "plan": plan,
        "shelf": documents.shelves.shelf(by, (f"implementation:{plan.code}", offered)),
        "drafting": plan.state == PlanState.DRAFT,
        "pack": pack,
        "state": tables.tag(plan.state, PlanState(plan.state).label),
        "acts": list(_acts(by, plan, may)),
        "steps": _rail(plan),
        "seven": _seven(plan, parts, wanted.value if wanted else ()),
        "seven_clause": wanted.clause if wanted else "",
        "findings": _findings(plan, pack, parts),
        "step": "启动" if plan.state == PlanState.PUBLISHED else "送审",
        "items": plain(ITEMS, _items(by, parts, drafts), caption="抽查项目"),
        "panels": plain(PANELS, [_Row(one, drafts) for one in parts.panels], empty="还没有安排检查组"),
        "drafts": drafts,
        "partners": [_partner(by, plan, one, may) for one in parts.partners],
        "facts": asking.told(_facts(plan)),
        "events": timeline(journaling.implementation(plan)),
    }


def _items(by: Actor, parts: Parts, drafts: bool) -> list["_Row"]:
    shelves = selectors.papers.shelves(by, [one.item.code for one in parts.items])
    return [_Row(one, drafts, shelves[one.item.code]) for one in parts.items]


def _url(name: str, plan: ImplementationPlan, *more: object) -> str:
    return reverse(f"planning:{name}", args=[plan.code, *more])


def _acts(by: Actor, plan: ImplementationPlan, may: set[Verb]) -> Iterator[Act]:
    state = PlanState(plan.state)
    if state is PlanState.DRAFT and Verb.DRAFT_IMPLEMENTATION in may:
        yield Act("送审", _url("submit-implementation", plan), "main", posts=True)
    if state is PlanState.SUBMITTED and Verb.APPROVE_IMPLEMENTATION in may:
        if by.person_id not in (plan.prepared_by_id, plan.submitted_by_id):
            yield Act("批准", _url("approve-implementation", plan), "main")
        yield Act("退回", _url("return-implementation", plan), "quiet")
    if state is PlanState.SUBMITTED and Verb.DRAFT_IMPLEMENTATION in may:
        yield Act("收回修改", _url("recall-implementation", plan), "quiet", posts=True)
    if state is PlanState.APPROVED and Verb.PUBLISH in may:
        yield Act("公布", _url("publish-implementation", plan), "main")
    if state is PlanState.PUBLISHED:
        if by.person_id in (plan.leader_id, plan.contact_id) and plan.acknowledged_at is None:
            yield Act("签收", _url("acknowledge-implementation", plan), "main", posts=True)
        if Verb.START in may:
            yield Act("启动抽查", _url("start-implementation", plan), "main")
    if state is PlanState.STARTED and Verb.START in may:
        yield Act("办结", _url("complete-implementation", plan), "quiet")
    withdrawable = (PlanState.DRAFT, PlanState.APPROVED, PlanState.PUBLISHED)
    if state in withdrawable and Verb.DRAFT_IMPLEMENTATION in may:
        yield Act("撤回", _url("withdraw-implementation", plan), "quiet")


def _rail(plan: ImplementationPlan) -> list[Step]:
    if plan.state == PlanState.WITHDRAWN:
        return [Step("起草", "done", words.day(plan.prepared_at)), Step("已撤回", "bad")]
    moments = {
        PlanState.DRAFT: plan.prepared_at,
        PlanState.APPROVED: plan.approved_at,
        PlanState.PUBLISHED: plan.published_at,
        PlanState.STARTED: plan.started_at,
        PlanState.COMPLETED: plan.completed_at,
    }
    at = [state for state, _ in STAGES].index(PlanState(plan.state))
    over = plan.state == PlanState.COMPLETED
    return [
        Step(
            label,
            "done" if place < at or over else "now" if place == at else "todo",
            words.day(moments.get(state)),
        )
        for place, (state, label) in enumerate(STAGES)
    ]


def _seven(
    plan: ImplementationPlan, parts: Parts, wanted: tuple[str, ...]
) -> list[tuple[str, str, bool, bool]]:
    """(field, what stands there, filled, asked for by the pack): the seven of FL-18 in the source's order."""
    period = f"{words.day(plan.starts_on)}至{words.day(plan.ends_on)}" if plan.starts_on else ""
    said = {
        "抽查项目": "、".join(one.item.code for one in parts.items),
        "实施时间": period,
        "抽查目的": plan.purpose,
        "执法人员数量": f"{plan.inspectors_needed}人" if plan.inspectors_needed else "",
        "执法检查方式": tables.methods(plan.methods),
        "保密要求": plan.confidentiality,
        "检查结果运用": plan.result_use,
    }
    return [(name, text, bool(text.strip()), name in wanted) for name, text in said.items()]


def _findings(plan: ImplementationPlan, pack: PackInForce, parts: Parts) -> Findings | None:
    if plan.state not in (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.PUBLISHED):
        return None
    return selectors.implementations.findings(plan, pack, parts)


class _Row:
    """An item or a panel, and whether it may still be edited."""

    def __init__(self, thing: PlannedItem | PlannedPanel, drafts: bool, shelf: Shelf = EMPTY) -> None:
        self.thing, self.drafts, self.shelf = thing, drafts, shelf


def _item(row: _Row) -> SafeString | str:
    assert isinstance(row.thing, PlannedItem)
    told = format_html("<b>{}</b> {}", row.thing.item.code, row.thing.item_version.name)
    if row.drafts:
        url = reverse("planning:implementation-item", args=[row.thing.plan.code, row.thing.item.code])
        told = format_html('<a href="{}">{}</a>', url, told)
    return format_html("<div>{}{}</div>", told, tables.shelf_links(row.shelf))


def _nature(row: _Row) -> SafeString | str:
    assert isinstance(row.thing, PlannedItem)
    return Nature(row.thing.nature).label if row.thing.nature else tables.tag("pending", "未确认")


def _rule(row: _Row) -> SafeString:
    assert isinstance(row.thing, PlannedItem)
    told = rule_words_of(rule_json.from_json(row.thing.rule)) if row.thing.rule else "未定"
    return format_html('<div>{}<br><span class="clause">{}</span></div>', told, row.thing.rule_clause)


def _way(row: _Row) -> str:
    assert isinstance(row.thing, PlannedItem)
    return Method(row.thing.method).label if row.thing.method in list(Method) else row.thing.method


def _panel(row: _Row) -> SafeString | str:
    assert isinstance(row.thing, PlannedPanel)
    if not row.drafts:
        return row.thing.code
    return tables.link(row.thing.code, "planning:panel", row.thing.plan.code, row.thing.code)


ITEMS = (
    Column("item", "事项", _item, wide=True),
    Column("unit", "归口单位", lambda row: row.thing.item.unit.name),
    Column("nature", "检查性质", _nature),
    Column("method", "检查方式", _way),
    Column("panel", "检查组", lambda row: row.thing.panel.code if row.thing.panel else "—"),
    Column("reserve", "备选", lambda row: row.thing.reserve, numeric=True),
    Column("rule", "比例与依据", _rule),
)


def _panel_way(row: _Row) -> str:
    """PD-25: how inspectors are drawn, and why it suits this batch."""
    assert isinstance(row.thing, PlannedPanel)
    way = DrawMethod(row.thing.draw_method).label
    return f"{way}：{row.thing.method_reason}" if row.thing.method_reason else way


PANELS = (
    Column("code", "代号", _panel),
    Column("pool", "人员库", lambda row: InspectorClass(row.thing.pool_class).label),
    Column("teams", "组数", lambda row: row.thing.teams, numeric=True),
    Column("size", "每组人数", lambda row: row.thing.team_size, numeric=True),
    Column("factor", "抽取倍数", lambda row: f"{row.thing.factor100 / 100:g}"),
    Column("captain", "组长", lambda row: CaptainMode(row.thing.captain_mode).label),
    Column("way", "抽取方式", _panel_way),
)


def _partner(by: Actor, plan: ImplementationPlan, row: CoOrganiser, may: set[Verb]) -> dict[str, object]:
    """An invitation, and the button of whoever may answer it now."""
    whose = row.unit.path if row.unit else plan.unit.path
    open_ = row.answer == Answer.PENDING and plan.state in (PlanState.APPROVED, PlanState.PUBLISHED)
    confirms = open_ and policies.answers_for(by, whose, inside=row.unit is not None).ok
    silent = open_ and not row.joint and Verb.DRAFT_IMPLEMENTATION in may
    return {
        "row": row,
        "name": tables.partner_name(row),
        "state": tables.answer_tag(row),
        "confirm": _url("confirm-partner", plan, row.pk) if confirms else "",
        "silence": _url("partner-silence", plan, row.pk) if silent else "",
    }


def _facts(plan: ImplementationPlan) -> list[tuple[str, object]]:
    annual = plan.annual_plan
    return [
        ("年度计划", tables.plan_link(annual)),
        ("批次", plan.batch),
        ("发起单位", plan.unit.name),
        ("名录方式", RollMode(plan.mode).label),
        ("抽取日期", words.day(plan.draw_on)),
        ("名单保密至", words.moment(plan.embargo_until)),
        ("最迟公示结果", words.moment(plan.publish_by)),
        ("负责人", plan.leader.name if plan.leader else ""),
        ("联系人", plan.contact.name if plan.contact else ""),
        ("签收", words.moment(plan.acknowledged_at)),
        ("拟稿", plan.prepared_by.name),
        ("批准", plan.approved_by.name if plan.approved_by else ""),
        ("规则包", tables.pack_title(plan.pack_name)),
    ]
