"""The rules a batch opens under: those of the pack its plan was made with, and of no other."""

from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, denied
from mingqian.inspection import packrules
from mingqian.inspection.types import InspectionRules
from mingqian.planning.selectors.drawing import Implementation
from mingqian.policy import stack
from mingqian.policy.layers import Effective
from mingqian.policy.loader import PackErrors


def of(policy: Effective, *, suite: Suite) -> InspectionRules:
    """What the packs say, with their clauses."""
    return packrules.rules_of(policy, suite=suite)


def of_plan(plan: Implementation) -> InspectionRules:
    """The plan froze its pack by name and digest; another wording of that name is not the same pack."""
    *above, own = plan.pack_name.split("+")
    try:
        policy = stack.of(own, national=any(name.startswith("national") for name in above))
    except PackErrors as missing:
        raise Refused(_other(plan)) from missing
    for suite in Suite:
        found = packrules.rules_of(policy, suite=suite)
        if found.digest == plan.pack_digest:
            return found
    raise Refused(_other(plan))


def _other(plan: Implementation) -> Decision:
    return denied(
        "inspection.other_pack",
        f"实施方案“{plan.code}”按规则包“{plan.pack_name}”编制，现有的规则包与其摘要不一致",
        "规则包在计划编制时固定",
        "请恢复编制计划时的规则包",
    )
