"""What a draw takes over from a started implementation plan: one frozen value, nothing left to look up."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.core.sampling import Rule
from mingqian.planning import rolling, rule_json, ways
from mingqian.planning.enums import PlanState, RuleSource, SamplingMethod
from mingqian.planning.models import ImplementationPlan, PlannedItem, PlannedPanel
from mingqian.planning.selectors import rows
from mingqian.planning.selectors.implementation_facts import partner_name
from mingqian.planning.types import PackInForce, PlanningRules
from mingqian.registry import selectors as registries
from mingqian.registry.types import ItemFacts, RollRules, Screen, Strata

# The name by which other rooms speak of a plan they got from planning.
Implementation = ImplementationPlan


@dataclass(frozen=True, slots=True)
class DrawItem:
    """One item of the ceremony: its published wording, its rule with clause, and what its roll obeys."""

    pk: int
    number: int
    code: str
    name: str
    version: int
    version_digest: str
    category: int
    item_class: str
    nature: str
    round: str
    rule: Rule
    rule_source: RuleSource
    rule_clause: str
    sampling_method: SamplingMethod
    strata: Strata
    method: str
    quals: tuple[tuple[str, int], ...]
    weights: tuple[int, ...]
    reserve: int
    batch: int | None
    panel: str
    roll_rules: RollRules

    @property
    def on_site(self) -> bool:
        return self.method == "on_site"


@dataclass(frozen=True, slots=True)
class DrawPanel:
    """Teams to be drawn from one pool, in the words of the draw protocol."""

    pk: int
    code: str
    pool_class: str
    strata: tuple[str, ...]
    teams: int
    size: int
    factor100: int
    captain: str
    draw_method: str
    method_reason: str


@dataclass(frozen=True, slots=True)
class DrawBasis:
    """A started implementation plan as the ceremony needs it."""

    pk: int
    code: str
    title: str
    year: int
    unit_code: str
    unit_path: str
    mode: str
    pack_name: str
    pack_digest: str
    rules: PlanningRules
    draw_on: date | None
    embargo_until: datetime | None
    reveal_by: datetime | None
    public_by: datetime | None
    publish_by: datetime | None
    audit_leaves: int
    leader: int | None
    items: tuple[DrawItem, ...]
    panels: tuple[DrawPanel, ...]
    co_organisers: tuple[str, ...]


def basis(by: Actor, code: str, *, on: date, pack: PackInForce) -> DrawBasis:
    """The plan behind a draw on day ``on``; refused unless it is started and the pack is the plan's own."""
    plan = rows.implementation_plans(by).filter(code=code).first()
    if plan is None:
        raise Refused(
            denied("planning.not_found", f"没有找到实施方案“{code}”，或不在您的数据范围内", "", "请核对编号")
        )
    if plan.state != PlanState.STARTED:
        label = PlanState(plan.state).label
        raise Refused(
            denied(
                "draw.not_started",
                f"实施方案“{code}”{label}，不能抽取",
                "涪陵指引 四(二)(三)：根据年度计划和实施方案抽取",
                "请先批准、公布并启动实施方案",
            )
        )
    if plan.pack_digest != pack.digest:
        raise Refused(
            denied(
                "planning.other_pack", "给出的规则包与方案固定的规则包不一致", "", f"请使用{plan.pack_name}"
            )
        )
    return _basis(by, plan, on, pack)


def _basis(by: Actor, plan: ImplementationPlan, on: date, pack: PackInForce) -> DrawBasis:
    items = list(plan.items.select_related("item", "item_version", "panel", "round__line").order_by("number"))
    wordings = registries.items.wordings(by, {_worded(one) for one in items})
    partners = plan.co_organisers.select_related("unit").order_by("pk")
    return DrawBasis(
        pk=plan.pk,
        code=plan.code,
        title=plan.title,
        year=plan.annual_plan.year,
        unit_code=plan.unit.code,
        unit_path=plan.unit.path,
        mode=plan.mode,
        pack_name=plan.pack_name,
        pack_digest=plan.pack_digest,
        rules=pack.rules,
        draw_on=plan.draw_on,
        embargo_until=plan.embargo_until,
        reveal_by=plan.reveal_by,
        public_by=plan.public_by,
        publish_by=plan.publish_by,
        audit_leaves=plan.audit_leaves,
        leader=plan.leader_id if plan.leader_appointed else None,
        items=tuple(_item(by, one, wordings[_worded(one)], plan.annual_plan.year, on, pack) for one in items),
        panels=tuple(_panel(one) for one in plan.panels.order_by("code")),
        co_organisers=tuple(partner_name(one) for one in partners),
    )


def _worded(row: PlannedItem) -> tuple[str, int]:
    return row.item.code, row.item_version.number


def _item(by: Actor, row: PlannedItem, facts: ItemFacts, year: int, on: date, pack: PackInForce) -> DrawItem:
    line = row.round.line
    rule = rule_json.from_json(row.rule)
    rules = rolling.roll_rules(pack.rules, on, screen=_screen(by, facts, rule, on))
    if not ways.weighs(SamplingMethod(line.sampling_method), pack.rules.credit_weights):
        rules = replace(rules, weights={})
    return DrawItem(
        pk=row.pk,
        number=row.number,
        code=facts.code,
        name=facts.name,
        version=facts.version,
        version_digest=facts.digest,
        category=facts.category,
        item_class=facts.item_class,
        nature=row.nature,
        round=f"{year}-{row.round.number:02d}",
        rule=rule,
        rule_source=RuleSource(row.rule_source),
        rule_clause=row.rule_clause,
        sampling_method=SamplingMethod(line.sampling_method),
        strata=facts.strata,
        method=row.method,
        quals=tuple((one["code"], one["persons"]) for one in row.quals),
        weights=tuple(row.weights) or tuple(sorted({1, *rules.weights.values()})),
        reserve=row.reserve,
        batch=row.batch_size,
        panel=row.panel.code if row.panel else "",
        roll_rules=rules,
    )


def _screen(by: Actor, facts: ItemFacts, rule: Rule, on: date) -> Screen | None:
    """The filter rule in force, which must be there exactly if the plan's rule counts on it."""
    screen = registries.pools.screen(by, facts.code, on)
    if (screen is not None) == (rule.base == "pool"):
        return screen
    raise Refused(
        denied(
            "draw.pool_changed",
            f"事项“{facts.name}”的二次建库规则在计划批准后有变化，抽查比例的依据已不同",
            rule.clause,
            "请调整年度计划，按现行名录规则重新确定比例",
        )
    )


def _panel(row: PlannedPanel) -> DrawPanel:
    return DrawPanel(
        pk=row.pk,
        code=row.code,
        pool_class=row.pool_class,
        strata=tuple(row.strata),
        teams=row.teams,
        size=row.team_size,
        factor100=row.factor100,
        captain=row.captain_mode,
        draw_method=row.draw_method,
        method_reason=row.method_reason,
    )
