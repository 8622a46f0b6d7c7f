"""What may be wrong with one line of an annual plan. Pure; each check is a sentence with its clause."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.frequency import Frequency, planned
from mingqian.planning.enums import RuleSource
from mingqian.planning.policies import RIGHT_AUTHORITY
from mingqian.planning.types import LineFacts, PlanFacts, PlanningRules
from mingqian.policy.rules import quotas
from mingqian.policy.rules.planning import least_draws
from mingqian.policy.rules.reading import Said
from mingqian.registry.enums import ItemClass, Method

# Clauses of the national frame that bind every bureau, whatever its own document says.
WAYS = "国办发〔2015〕58号：随机抽查事项清单明确抽查方式"


def line_findings(line: LineFacts, plan: PlanFacts, rules: PlanningRules) -> Iterator[Decision]:
    """Every denial and warning of one line, in the order in which an officer reads the line."""
    yield from _item(line)
    yield from _jurisdiction(line, plan, rules)
    yield from _frequency(line, rules)
    yield from _methods(line, rules)
    yield from _ratio(line, rules)


def _item(line: LineFacts) -> Iterator[Decision]:
    """Product gate 1: what the registry holds against planning this item, named with the line."""
    for one in line.obstacles:
        yield denied(one.code, f"{line.where}：{one.reason}", one.clause, one.remedy)


def _jurisdiction(line: LineFacts, plan: PlanFacts, rules: PlanningRules) -> Iterator[Decision]:
    """XM-84, PD-30 “谁主管、谁发起”: the right level, the right section, a named unit with its duties."""
    if plan.unit_level == "district" and line.item_level == "city":
        yield denied(
            "plan.city_item",
            f"{line.where}：市级事项，区级单位不能列入计划",
            RIGHT_AUTHORITY,
            "请删去本行，或报市级机关安排",
        )
    if not line.responsible_unit:
        yield denied("plan.no_unit", f"{line.where}：没有责任单位", rules.plan_clause, "请填写责任单位")
        return
    if not line.responsible_path.startswith(plan.unit_path):
        yield denied(
            "plan.outside_unit",
            f"{line.where}：责任单位“{line.responsible_unit}”不属于制定计划的机关",
            RIGHT_AUTHORITY,
            "请改为本机关内的责任单位，外单位请列为协同单位",
        )
    elif not line.responsible_path.startswith(line.item_owner_path):
        yield denied(
            "plan.other_section",
            f"{line.where}：该事项不归“{line.responsible_unit}”管理",
            RIGHT_AUTHORITY,
            "请由事项的归口单位发起，或先由归口单位办理移交",
        )
    if not line.duties.strip():
        yield denied("plan.no_duties", f"{line.where}：没有写明职责分工", rules.plan_clause, "请填写职责分工")


def _frequency(line: LineFacts, rules: PlanningRules) -> Iterator[Decision]:
    rounds, required = len(line.rounds), least_draws(line.law_rounds, line.item_rounds, rules.min_rounds)
    if not rounds and line.as_needed:
        yield _without_draw(line, required)
        return
    verdict = planned(Frequency(required.value, clause=required.clause), rounds) if required else None
    if required is not None and verdict is not None and not verdict.ok:
        text = f"{line.where}：{verdict.reason}"
        if (
            line.item_class == ItemClass.KEY
            and required == rules.min_rounds
            and rules.key_unbounded is not None
        ):
            yield allowed("plan.key_rounds", f"{text}；重点事项不受此限", rules.key_unbounded.clause)
        else:
            yield denied("plan.too_few_rounds", text, required.clause, f"请至少安排{required.value}次")
    elif not rounds:
        yield denied("plan.no_round", f"{line.where}：没有安排抽查月份", "", "请填写抽查月份")
    if line.item_rounds is not None and rounds > line.item_rounds.value:
        text = f"{line.where}：全年安排{rounds}次，多于清单规定的{line.item_rounds.value}次"
        yield allowed("plan.more_rounds", text, line.item_rounds.clause)
    months = [one.month for one in line.rounds]
    if months != sorted(months):
        yield denied("plan.months", f"{line.where}：各次抽查的月份没有先后顺序", "", "请按月份先后填写")


def _without_draw(line: LineFacts, required: Said[int] | None) -> Decision:
    """PD-40 “根据工作需要或1次/年”: no draw all year warns; a reason satisfies."""
    clause = required.clause if required else ""
    if line.as_needed_reason.strip():
        return allowed(
            "plan.as_needed", f"{line.where}：根据工作需要安排，原因：{line.as_needed_reason}", clause
        )
    return allowed("plan.no_draw_this_year", f"{line.where}：全年没有安排抽查，也没有写明原因", clause)


def _methods(line: LineFacts, rules: PlanningRules) -> Iterator[Decision]:
    """PD-36 检查方式: only the ways the list names for the item."""
    if not line.methods:
        yield denied(
            "plan.no_way", f"{line.where}：没有检查方式", rules.plan_clause, "请从事项清单的检查方式中选择"
        )
    foreign = [
        method for method in line.methods if line.allowed_methods and method not in line.allowed_methods
    ]
    if foreign:
        yield denied(
            "plan.other_way",
            f"{line.where}：清单没有规定检查方式“{_ways(foreign)}”",
            WAYS,
            f"请只用清单规定的方式：{_ways(line.allowed_methods)}",
        )


def _ways(codes: Iterable[str]) -> str:
    return "、".join(Method(code).label if code in list(Method) else code for code in codes)


def _ratio(line: LineFacts, rules: PlanningRules) -> Iterator[Decision]:
    """FL-14, PD-10/12: a ratio there must be; a general item's between the floor and the cap."""
    if line.ratio_source is None:
        clause = rules.ratio.from_unit.clause if rules.ratio.from_unit else ""
        yield denied(
            "plan.no_ratio",
            f"{line.where}：文件未定比例，须由本单位填写",
            clause,
            "请填写抽查比例、理由和批准人",
        )
        return
    if line.ratio_source is RuleSource.UNIT and not line.own_ratio_justified:
        yield denied(
            "plan.own_ratio",
            f"{line.where}：本单位确定的比例缺少理由或批准人",
            line.ratio_clause,
            "请补充理由和批准人",
        )
    yield from _general(line, rules)


def _general(line: LineFacts, rules: PlanningRules) -> Iterator[Decision]:
    """PD-12 一般检查事项……最低不能低于5%: the policy's verdict, told with the line."""
    if line.ratio_ppm is None:
        return
    for one in quotas.bounds(line.item_class, line.ratio_ppm, rules.ratio):
        code = one.code.replace("ratio.", "plan.")
        yield replace(one, code=code, reason=f"{line.where}：{one.reason}")
