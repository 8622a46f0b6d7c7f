"""What planning reads from the packs in force: parameter names end here, rules with clauses begin.

The other pure files see ``PlanningRules`` only, so a bureau is never special-cased: silence is ``None``.
"""

from mingqian.planning.enums import MergeForce
from mingqian.planning.types import NATIONAL_PLAN, PlanningRules
from mingqian.policy.layers import Effective
from mingqian.policy.rules import people, planning, quotas, reading, sparing
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import (
    CategoryPool,
    Ground,
    Range,
    RecentCheck,
    Witness,
    YearDate,
)


def rules_of(policy: Effective) -> PlanningRules:
    """Gather every parameter that planning acts on."""
    recent = reading.of(policy, "recent_check_exemption", RecentCheck)
    cap = sparing.visit_cap(policy)
    return PlanningRules(
        pack=policy.own.name,
        plan_clause=_plan_clause(policy),
        min_rounds=planning.least_of_pack(policy),
        ratio=quotas.terms(policy),
        key_unbounded=_if_true(policy, "ratio.key_item_unbounded"),
        demand_until=reading.said(policy, "demand.deadline", YearDate),
        demand_serves=reading.said(policy, "demand.serves_year", str),
        merge_force=_force(policy),
        visit_cap=sparing.core_cap(policy),
        leads_pass_cap=cap is not None and cap[0].lead_driven_exempt,
        exemption=sparing.recency(policy),
        exemption_stated=not policy.values["exemption.stage"].is_default,
        abnormal_barred=recent is None or recent.barred_if_abnormal,
        submit_to=reading.said(policy, "plan.submit_to", str),
        implementation_fields=reading.said_texts(policy, "implementation_plan.fields"),
        natures=reading.said_texts(policy, "inspection.nature"),
        category_pools=reading.said_several(policy, "item.category_pools", CategoryPool),
        min_team=reading.said(policy, "inspector.min_team", int),
        multiplier=reading.said(policy, "inspector.multiplier", Range),
        captain_mode=reading.said(policy, "team_leader_mode", str),
        draw_methods=reading.said_texts(policy, "inspector.draw_methods"),
        witness=_witness(policy),
        new_licensees=reading.said(policy, "new_licensee_must_check", str),
        credit_weights=sparing.said_weights(policy),
        forced_codes=reading.said_several(policy, "forced.codes", Ground),
        item_list=planning.item_list(policy),
    )


def _plan_clause(policy: Effective) -> str:
    """The bureau's own words about what a plan holds; else the national ones, never another bureau's."""
    said = policy.values["plan.fields"]
    return NATIONAL_PLAN if said.is_default else policy.clause("plan.fields")


def _if_true(policy: Effective, key: str) -> Said[bool] | None:
    found = reading.said(policy, key, bool)
    return found if found is not None and found.value else None


def _force(policy: Effective) -> Said[MergeForce] | None:
    force = reading.said(policy, "merge.force", str)
    return Said(MergeForce(force.value), force.clause, force.binding) if force else None


def _witness(policy: Effective) -> Said[Witness] | None:
    found = people.witness(policy)
    return Said(found, policy.clause("draw_witness")) if found else None
