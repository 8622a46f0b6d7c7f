"""Whether an implementation plan is complete, and its panels lawful. Pure: facts in, all findings out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mingqian.core.decision import Decision, allowed, denied
from mingqian.planning.enums import Answer, CaptainMode, DrawMethod, Nature
from mingqian.planning.types import Findings, PlanningRules
from mingqian.planning.validation import findings
from mingqian.planning.ways import BATCH_ORDER
from mingqian.policy.rules import people

FIELDS = "实施方案内容"
NATURE = "厦门方案 三(五)6(2)：确认检查性质为执法检查、业务检查或专项检查后抽取"
TWO_OFFICERS = "厦门方案 三(五)7、行政处罚法 第四十二条：检查人员不得少于两人"
TOGETHER = "涪陵指引 四(二)：会同有关单位启动抽查"
DUTY = "涪陵指引 五(一)：高度重视，落实责任"


@dataclass(frozen=True, slots=True)
class ItemInPlan:
    code: str
    name: str
    category: int
    nature: str
    on_site: bool
    panel: str
    ordered: bool = False
    batch_size: int | None = None


@dataclass(frozen=True, slots=True)
class PanelInPlan:
    code: str
    pool_class: str
    teams: int
    size: int
    factor100: int
    captain_mode: str
    draw_method: str
    method_reason: str


@dataclass(frozen=True, slots=True)
class ImplementationFacts:
    """An implementation plan as its checks see it; ``told`` is which of the seven fields are filled."""

    told: Mapping[str, bool]
    items: tuple[ItemInPlan, ...]
    panels: tuple[PanelInPlan, ...]
    answers: tuple[tuple[str, Answer], ...] = ()
    leader: bool = False
    to_acknowledge: bool = False
    acknowledged: bool = False


def complete(plan: ImplementationFacts, rules: PlanningRules) -> Findings:
    """What stands between the draft and its approval."""
    return findings((*_fields(plan, rules), *_items(plan, rules), *_panels(plan, rules)))


def ready(plan: ImplementationFacts, rules: PlanningRules) -> Findings:
    """What stands between the published plan and its start (FL-18, FL-19, FL-31)."""
    return findings((*_fields(plan, rules), *_items(plan, rules), *_partners(plan)))


def _fields(plan: ImplementationFacts, rules: PlanningRules) -> Iterator[Decision]:
    """FL-18: 抽查项目、实施时间、抽查目的、执法人员数量、执法检查方式、保密要求以及检查结果运用."""
    wanted = rules.implementation_fields
    names = wanted.value if wanted else ("抽查项目", "实施时间")
    clause = wanted.clause if wanted else FIELDS
    for name in names:
        if name not in plan.told:
            yield allowed("implementation.unknown_field", f"规则包要求的“{name}”请写入方案正文", clause)
        elif not plan.told[name]:
            yield denied("implementation.field", f"实施方案缺少“{name}”", clause, f"请填写{name}")


def _items(plan: ImplementationFacts, rules: PlanningRules) -> Iterator[Decision]:
    clause = rules.natures.clause if rules.natures else NATURE
    panels = {panel.code: panel for panel in plan.panels}
    for item in plan.items:
        where = f"事项“{item.name}”"
        if not item.nature:
            yield denied(
                "implementation.nature",
                f"{where}没有确认检查性质，不能抽取",
                clause,
                "请确认执法检查、业务检查或专项检查",
            )
            continue
        if item.on_site and not item.panel:
            yield denied(
                "implementation.no_panel", f"{where}为现场检查，没有安排检查组", TWO_OFFICERS, "请安排检查组"
            )
        if item.ordered and not item.batch_size:
            told = f"{where}全部排定批次顺序，没有写明每批户数"
            yield denied("implementation.batch_size", told, BATCH_ORDER, "请填写每批户数")
        if item.panel in panels:
            yield from _pool(item, panels[item.panel], rules)


def pool_for(category: int, nature: str, rules: PlanningRules) -> tuple[str, str]:
    """XM-56: (pool, clause). The category decides; for a special check of no category the nature does."""
    pools = rules.category_pools
    for one in pools.value if pools else ():
        if one.category == category:
            return one.pool, pools.clause if pools else ""
    pool = "business" if nature == Nature.BUSINESS else "enforcement"
    return pool, NATURE


def _pool(item: ItemInPlan, panel: PanelInPlan, rules: PlanningRules) -> Iterator[Decision]:
    """XM-56 市场监管执法事项及其他行政执法事项，从行政执法人员库中抽取; the nature may not say otherwise."""
    pool, clause = pool_for(item.category, item.nature, rules)
    labels = {"enforcement": "行政执法人员库", "business": "业务检查人员库"}
    if panel.pool_class != pool:
        yield denied(
            "implementation.wrong_pool",
            f"事项“{item.name}”（第{item.category}类）应从{labels[pool]}抽取，检查组“{panel.code}”却用"
            f"{labels.get(panel.pool_class, panel.pool_class)}",
            clause,
            f"请改用{labels[pool]}",
        )
    by_nature = {Nature.ENFORCEMENT.value: "enforcement", Nature.BUSINESS.value: "business"}.get(
        item.nature, pool
    )
    if by_nature != pool:
        yield denied(
            "implementation.nature_pool",
            f"事项“{item.name}”（第{item.category}类）不能按{Nature(item.nature).label}办理：应从{labels[pool]}抽取",
            clause,
            "请改正检查性质",
        )


def _panels(plan: ImplementationFacts, rules: PlanningRules) -> Iterator[Decision]:
    for panel in plan.panels:
        yield from panel_findings(panel, rules)
        if panel.captain_mode == CaptainMode.APPOINTED and not plan.leader:
            clause = rules.captain_mode.clause if rules.captain_mode else ""
            yield denied(
                "implementation.leader",
                f"检查组“{panel.code}”的组长为指派，但没有指派组长",
                clause,
                "请指派组长",
            )


def panel_findings(panel: PanelInPlan, rules: PlanningRules) -> Iterator[Decision]:
    """XM-54 1-3倍, XM-60/PD-25 每组不少于2人, PD-25 the way of drawing with its reason."""
    where = f"检查组“{panel.code}”"
    size = people.team_enough(rules.min_team, panel.size)
    if not size.ok:
        yield replace(size, code="panel.size", reason=f"{where}：{size.reason}")
    factor = people.factor_within(rules.multiplier, panel.factor100)
    if not factor.ok:
        yield replace(factor, code="panel.factor", reason=f"{where}：{factor.reason}")
    ways = rules.draw_methods
    if ways is not None and panel.draw_method not in ways.value:
        label = DrawMethod(panel.draw_method).label
        yield denied("panel.way", f"{where}不能{label}", ways.clause, "请选用规则包列出的抽取方式")
    if panel.draw_method != DrawMethod.INDIVIDUAL and not panel.method_reason.strip():
        yield denied(
            "panel.reason",
            f"{where}采用“{DrawMethod(panel.draw_method).label}”须写明理由",
            ways.clause if ways else "平顶山方案 三(三)",
            "请写明对象性质、人员力量或业务专长方面的理由",
        )


def _partners(plan: ImplementationFacts) -> Iterator[Decision]:
    for name, answer in plan.answers:
        if answer is Answer.PENDING:
            yield denied(
                "implementation.partner",
                f"协同单位“{name}”尚未确认，也没有记录未答复的原因",
                TOGETHER,
                "请催复，或记录未答复的原因",
            )
        elif answer is Answer.RECORDED:
            yield allowed("implementation.partner_silent", f"协同单位“{name}”未答复，已记录原因", TOGETHER)
    if plan.to_acknowledge and not plan.acknowledged:
        yield denied(
            "implementation.unacknowledged",
            "负责人、联系人尚未签收实施方案",
            DUTY,
            "请由负责人或联系人签收",
        )
