"""What planning reads from the packs in force: parameter names end here, rules with clauses begin.

The other pure files see ``PlanningRules`` only, so a bureau is never special-cased: silence is ``None``.
"""

from collections.abc import Mapping
from typing import TypeVar, cast

from mingqian.planning.enums import MergeForce
from mingqian.planning.types import PlanningRules, Said
from mingqian.policy.schema.parameter import Parameter
from mingqian.policy.schema.values import Range, Rate, RecentCheck, VisitCap, Witness, YearDate

T = TypeVar("T")


def said(values: Mapping[str, Parameter], key: str, kind: type[T]) -> Said[T] | None:
    """The value of one parameter with its citation; None where the document is silent or vague."""
    parameter = values.get(key)
    if parameter is None or not parameter.usable:
        return None
    if not isinstance(parameter.value, kind):
        raise TypeError(f"{key}: {type(parameter.value).__name__} where planning reads {kind.__name__}")
    return Said(parameter.value, parameter.citation)


def rules_of(name: str, values: Mapping[str, Parameter]) -> PlanningRules:
    """Gather every parameter that planning acts on. ``name``: the pack, for messages."""

    return PlanningRules(
        pack=name,
        min_rounds=said(values, "frequency.min_draws_per_item_year", int),
        tiers=_tuple(values, "ratio.tiers"),
        secondary_tiers=_tuple(values, "ratio.secondary_tiers"),
        minimum_counts=_tuple(values, "quota.absolute_min"),
        minimum_scope=said(values, "quota.scope", str),
        general_min=said(values, "ratio.min_percent_general", Rate),
        general_max=said(values, "ratio.max_percent_general", Rate),
        key_unbounded=_if_true(values, "ratio.key_item_unbounded"),
        ratio_from_unit=_own_ratio(values),
        publish_first=_if_true(values, "item.publish_first"),
        enterprise_basis=_tuple(values, "item.basis_levels"),
        demand_until=said(values, "demand.deadline", YearDate),
        demand_serves=said(values, "demand.serves_year", str),
        merge_force=_force(values),
        visit_cap=said(values, "visit_cap_per_subject_year", VisitCap),
        exemption=said(values, "recent_check_exemption", RecentCheck),
        exemption_stages=_tuple(values, "exemption.stage"),
        submit_to=said(values, "plan.submit_to", str),
        implementation_fields=_tuple(values, "implementation_plan.fields"),
        natures=_tuple(values, "inspection.nature"),
        category_pools=_tuple(values, "item.category_pools"),
        min_team=said(values, "inspector.min_team", int),
        multiplier=said(values, "inspector.multiplier", Range),
        beyond_need=_if_true(values, "inspector.beyond_need_published"),
        captain_mode=said(values, "team_leader_mode", str),
        draw_methods=_tuple(values, "inspector.draw_methods"),
        witness=said(values, "draw_witness", Witness),
        new_licensees=said(values, "new_licensee_must_check", str),
        credit_weights=_tuple(values, "credit_weighting"),
        forced_codes=_tuple(values, "forced.codes"),
        secondary_threshold=said(values, "secondary.threshold", int),
    )


def _tuple(values: Mapping[str, Parameter], key: str) -> Said[tuple[T, ...]] | None:
    """A list of words, codes or records; the loader has checked what its members are."""
    found = said(values, key, tuple)
    return cast("Said[tuple[T, ...]] | None", found)


def _if_true(values: Mapping[str, Parameter], key: str) -> Said[bool] | None:
    found = said(values, key, bool)
    return found if found is not None and found.value else None


def _own_ratio(values: Mapping[str, Parameter]) -> Said[bool] | None:
    """FL-14: 合理确定随机抽查比例和频次, so that the unit itself has to say."""
    mode = said(values, "ratio.mode", str)
    return Said(True, mode.clause) if mode is not None and mode.value == "own" else None


def _force(values: Mapping[str, Parameter]) -> Said[MergeForce] | None:
    force = said(values, "merge.force", str)
    return Said(MergeForce(force.value), force.clause) if force else None
