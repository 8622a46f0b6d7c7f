"""Whether an annual plan, or an implementation plan, may go on. Pure: facts in, all findings at once out."""

from collections import Counter
from collections.abc import Iterable, Iterator

from mingqian.core.decision import Decision, allowed, denied
from mingqian.planning.line_checks import line_findings
from mingqian.planning.merging import overlap_findings
from mingqian.planning.types import Findings, PlanFacts, PlanningRules


def validate(plan: PlanFacts, rules: PlanningRules) -> Findings:
    """Every reason why this annual plan may not be submitted, and every hint, in plan order."""
    found = list(_whole(plan, rules))
    for line in plan.lines:
        found.extend(line_findings(line, plan, rules))
    found.extend(overlap_findings(plan.lines, rules))
    return findings(found)


def findings(decisions: Iterable[Decision]) -> Findings:
    """Sort decisions into what stops and what is worth knowing."""
    every = tuple(decisions)
    return Findings(tuple(d for d in every if not d.ok), tuple(d for d in every if d.ok and d.reason))


def _whole(plan: PlanFacts, rules: PlanningRules) -> Iterator[Decision]:
    if not plan.items_to_cover:
        yield rules.item_list
    if not plan.lines:
        yield denied("plan.empty", f"{plan.year}年计划没有任何事项", rules.plan_clause, "请至少列入一个事项")
    for code, times in sorted(Counter(line.item_code for line in plan.lines).items()):
        if times > 1:
            yield denied(
                "plan.item_twice", f"事项{code}在计划中出现{times}次", "", "请合并为一行，用抽查次数表示"
            )
    for code, why in sorted(plan.items_barred.items()):
        yield allowed("plan.item_barred", f"清单事项{code}不能列入计划：{why}", rules.plan_clause)
    planned = {line.item_code for line in plan.lines}
    for code, name in sorted(plan.items_to_cover.items()):
        if code in planned:
            continue
        reason = plan.omissions.get(code, "").strip()
        if reason:
            yield allowed(
                "plan.item_left_out",
                f"清单事项“{name}”（{code}）本年不安排，原因：{reason}",
                rules.plan_clause,
            )
        else:
            yield denied(
                "plan.item_missing",
                f"清单事项“{name}”（{code}）没有列入计划，也没有写明原因",
                rules.plan_clause,
                "请列入计划，或写明本年不安排的原因",
            )
