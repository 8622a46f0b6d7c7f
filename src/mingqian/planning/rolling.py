"""The pack's rules on who stands how in a roll, handed to the registry as plain values. Pure."""

from datetime import date

from mingqian.core.frequency import Stage
from mingqian.planning.types import PlanningRules
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import Weight
from mingqian.registry.enums import MarkCode, RiskClass
from mingqian.registry.types import RollRules, Screen


def roll_rules(rules: PlanningRules, on: date, *, screen: Screen | None = None) -> RollRules:
    """Forced codes, recent checks *before the freeze*, visit cap and weights, each with its clause.

    The exemption of a drawn subject (XM-58) is no business of a roll: only a document that says it exempts
    before the freeze sets ``recent_months``; a default of the product exempts nobody.
    """
    recent = rules.exemption
    before = recent is not None and rules.exemption_stated and Stage.BEFORE_FREEZE in recent.stages
    return RollRules(
        on=on,
        forced=_forced(rules),
        forced_clause=rules.forced_codes.clause if rules.forced_codes else "",
        recent_months=recent.months if recent is not None and before else None,
        recent_clause=recent.clause if recent is not None and before else "",
        cap=rules.visit_cap,
        weights=weights_of(rules.credit_weights),
        screen=screen,
    )


def _forced(rules: PlanningRules) -> frozenset[str]:
    """举报必查, 黑名单, 后续跟踪; 新许可必查 joins where the pack asks for it, even as 努力实现."""
    known = {mark.value for mark in MarkCode if mark.forces}
    listed = {ground.code for ground in rules.forced_codes.value} if rules.forced_codes else known
    wanted = known & listed
    asks = rules.new_licensees is not None and rules.new_licensees.value != "off"
    return frozenset(wanted if asks else wanted - {MarkCode.XK.value})


def weights_of(weights: Said[tuple[Weight, ...]] | None) -> dict[str, int]:
    """Slips by risk class, only where a figure is set: without one every firm has a single slip.

    Unrated firms count as B (registry.enums.RiskClass).
    """
    if weights is None:
        return {}
    slips = {one.ground.removeprefix("grade_"): one.slips for one in weights.value if one.slips}
    found = {risk.value: slips[risk.value] for risk in RiskClass if risk.value in slips}
    return {**found, RiskClass.UNRATED.value: found["B"]} if "B" in found else found
