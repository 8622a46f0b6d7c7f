"""Whether an item may be planned, how often it must be drawn, what a plan must contain."""

from dataclasses import dataclass

from mingqian.core import frequency as frequencies
from mingqian.core.decision import Decision, allowed, denied
from mingqian.policy.layers import Effective
from mingqian.policy.rules import reading
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.item import STATUS_LABELS, FrequencyKind, Item
from mingqian.policy.schema.keys_draw import BASIS_LEVELS
from mingqian.policy.schema.pack import Pack


@dataclass(frozen=True, slots=True)
class FrequencyRule:
    """At least ``least`` draws of an item in a year; ``as_needed`` lets a reasoned extra draw satisfy it."""

    least: int
    as_needed: bool
    clause: str


def frequency(policy: Effective, item: Item) -> FrequencyRule:
    """The item's own frequency, else the pack's (抽查频次每年不少于2次)."""
    own = item.frequency
    says = own.kind in (FrequencyKind.PER_YEAR, FrequencyKind.AS_NEEDED_OR_PER_YEAR) and own.times
    listed = Said(own.times, item.citation) if says and own.times else None
    least = least_draws(None, listed, least_of_pack(policy)) or Said(1, "")
    as_needed = own.kind is FrequencyKind.AS_NEEDED_OR_PER_YEAR
    return FrequencyRule(
        least.value, as_needed if listed else reading.flag(policy, "frequency.as_needed"), least.clause
    )


def least_draws(law: Said[int] | None, listed: Said[int] | None, pack: Said[int] | None) -> Said[int] | None:
    """XM-47/48: 法律法规规章有规定的，按有关规定; else the item's own frequency, else the pack's minimum."""
    return law or listed or pack


def least_of_pack(policy: Effective) -> Said[int] | None:
    """抽查频次每年不少于2次."""
    return reading.said(policy, "frequency.min_draws_per_item_year", int)


def core_frequency(policy: Effective, item: Item) -> frequencies.Frequency:
    """The same as ``core.frequency`` decides with."""
    rule = frequency(policy, item)
    return frequencies.Frequency(at_least=rule.least, as_needed=rule.as_needed, clause=rule.clause)


def draws_enough(policy: Effective, item: Item, times: int, reason: str = "") -> Decision:
    """Too few draws of an item are refused, unless 根据工作需要 with a reason."""
    return frequencies.planned(core_frequency(policy, item), times, reason)


def may_plan(policy: Effective, item: Item) -> tuple[Decision, ...]:
    """Every reason why this item cannot be planned under these layers; empty means it can."""
    decisions = (
        _standing(policy, item),
        _has_basis(policy, item),
        _level(policy, item),
        _necessity(policy, item),
    )
    return tuple(decision for decision in decisions if not decision.ok)


def item_list(policy: Effective) -> Decision:
    """附件未收录: a pack without items refuses planning until the bureau enters them with their bases."""
    return items_given(policy.own)


def items_given(own: Pack) -> Decision:
    """The same of one pack."""
    if own.items:
        return allowed("items.present")
    return denied(
        "items.missing",
        f"事项清单为空：{own.items_gap}",
        own.identity.title,
        "录入事项并逐项写明依据后再制定计划",
    )


def _standing(policy: Effective, item: Item) -> Decision:
    if item.plannable:
        return allowed("item.plannable")
    words = f"事项“{item.name}”{STATUS_LABELS[item.status]}：{item.status_note}"
    return denied("item.retired", words, item.citation, "不得列入计划")


def _has_basis(policy: Effective, item: Item) -> Decision:
    """有法可依: without any basis nothing is planned."""
    if policy.own.bases_of(item.code):
        return allowed("item.basis")
    return denied("item.no_basis", f"事项“{item.name}”没有检查依据", item.citation, "先补录检查依据")


def _level(policy: Effective, item: Item) -> Decision:
    """法律法规规章没有规定的，一律不得擅自开展行政检查: for enterprises a policy paper is no basis."""
    levels = reading.texts(policy, "item.basis_levels")
    if not item.for_enterprises or not levels:
        return allowed("item.level")
    bases = policy.own.bases_of(item.code)
    if not bases or any(basis.level in levels for basis in bases):
        return allowed("item.level")
    found = "、".join(dict.fromkeys(BASIS_LEVELS[basis.level] for basis in bases))
    words = f"企业检查事项“{item.name}”的依据只有{found}，不能作为检查企业的依据"
    return denied(
        "item.basis_level",
        words,
        policy.clause("item.basis_levels"),
        "补充法律、法规或规章依据，或不安排该事项",
    )


def _necessity(policy: Effective, item: Item) -> Decision:
    """确需检查: items of these categories need a written ground."""
    categories = reading.several(policy, "item.necessity_categories", int)
    if item.category not in categories or item.necessity:
        return allowed("item.necessity")
    words = f"第{item.category}类事项“{item.name}”没有写明确需检查的理由"
    return denied("item.necessity", words, policy.clause("item.necessity_categories"), "写明确需检查的理由")


def missing_fields(policy: Effective, key: str, filled: frozenset[str]) -> tuple[str, ...]:
    """Fields the policy asks for under ``key`` that are not filled, in the document's order."""
    return tuple(name for name in reading.texts(policy, key) if name not in filled)
