"""What planning reads from the packs in force: parameter names end here, rules with clauses begin.

The other pure files see ``PlanningRules`` only, so a bureau is never special-cased: silence is ``None``.
"""

from typing import TypeVar

from mingqian.planning.enums import MergeForce
from mingqian.planning.types import PlanningRules, Said
from mingqian.policy.layers import Effective
from mingqian.policy.rules import people, reading, sparing
from mingqian.policy.schema.values import (
    CategoryPool,
    Ground,
    ItemCount,
    Range,
    Rate,
    RecentCheck,
    Tier,
    Weight,
    Witness,
    YearDate,
)

V = TypeVar("V")


def rules_of(policy: Effective) -> PlanningRules:
    """Gather every parameter that planning acts on."""
    recent = reading.of(policy, "recent_check_exemption", RecentCheck)
    own = _own_ratio(policy)
    cap = sparing.visit_cap(policy)
    return PlanningRules(
        pack=policy.own.name,
        plan_clause=_plan_clause(policy),
        min_rounds=_said(policy, "frequency.min_draws_per_item_year", int),
        tiers=None if own else _list(policy, "ratio.tiers", Tier),
        secondary_tiers=None if own else _list(policy, "ratio.secondary_tiers", Tier),
        monotone=reading.flag(policy, "ratio.monotone"),
        minimum_counts=_list(policy, "quota.absolute_min", ItemCount),
        minimum_scope=_said(policy, "quota.scope", str),
        general_min=_said(policy, "ratio.min_percent_general", Rate),
        general_max=_said(policy, "ratio.max_percent_general", Rate),
        key_unbounded=_if_true(policy, "ratio.key_item_unbounded"),
        ratio_from_unit=own,
        demand_until=_said(policy, "demand.deadline", YearDate),
        demand_serves=_said(policy, "demand.serves_year", str),
        merge_force=_force(policy),
        visit_cap=sparing.core_cap(policy),
        leads_pass_cap=cap is not None and cap[0].lead_driven_exempt,
        exemption=sparing.recency(policy),
        exemption_stated=not policy.values["exemption.stage"].is_default,
        abnormal_barred=recent is None or recent.barred_if_abnormal,
        submit_to=_said(policy, "plan.submit_to", str),
        implementation_fields=_words(policy, "implementation_plan.fields"),
        natures=_words(policy, "inspection.nature"),
        category_pools=_list(policy, "item.category_pools", CategoryPool),
        min_team=_said(policy, "inspector.min_team", int),
        multiplier=_said(policy, "inspector.multiplier", Range),
        captain_mode=_said(policy, "team_leader_mode", str),
        draw_methods=_words(policy, "inspector.draw_methods"),
        witness=_witness(policy),
        new_licensees=_said(policy, "new_licensee_must_check", str),
        credit_weights=_list(policy, "credit_weighting", Weight),
        forced_codes=_list(policy, "forced.codes", Ground),
    )


def _plan_clause(policy: Effective) -> str:
    """The bureau's own words about what a plan holds; else the national ones, never another bureau's."""
    said = policy.values["plan.fields"]
    return PlanningRules.plan_clause if said.is_default else policy.clause("plan.fields")


def _said(policy: Effective, key: str, kind: type[V]) -> Said[V] | None:
    """The value in force with its citation; None where nobody says anything usable."""
    value = reading.of(policy, key, kind)
    return None if value is None else Said(value, policy.clause(key), not policy.values[key].is_default)


def _list(policy: Effective, key: str, kind: type[V]) -> Said[tuple[V, ...]] | None:
    found = reading.several(policy, key, kind)
    return Said(found, policy.clause(key), not policy.values[key].is_default) if found else None


def _words(policy: Effective, key: str) -> Said[tuple[str, ...]] | None:
    """A list of words or codes; lists of several layers that stand side by side are joined."""
    found = reading.texts(policy, key)
    return Said(found, policy.clause(key), not policy.values[key].is_default) if found else None


def _if_true(policy: Effective, key: str) -> Said[bool] | None:
    found = _said(policy, key, bool)
    return found if found is not None and found.value else None


def _own_ratio(policy: Effective) -> Said[bool] | None:
    """FL-14: 合理确定随机抽查比例和频次, so that the unit itself has to say and no default steps in."""
    mode = _said(policy, "ratio.mode", str)
    return Said(True, mode.clause) if mode is not None and mode.value == "own" else None


def _force(policy: Effective) -> Said[MergeForce] | None:
    force = _said(policy, "merge.force", str)
    return Said(MergeForce(force.value), force.clause) if force else None


def _witness(policy: Effective) -> Said[Witness] | None:
    found = people.witness(policy)
    return Said(found, policy.clause("draw_witness")) if found else None
