"""Which ratio applies to an item, and where it is written. Pure.

Order (XM-47): 法律法规规章有规定的，按有关规定 → the item list → what the unit itself fixed, where its
document leaves that open → the tiers of the document, those of 二次建库 for a secondary pool.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mingqian.core import sampling
from mingqian.core.sampling import Rule, Tier
from mingqian.planning.enums import RuleSource
from mingqian.planning.types import PlanningRules, Said
from mingqian.policy.schema.values import Tier as PackTier
from mingqian.registry.enums import ItemClass

ITEM_LIST = "随机抽查事项清单"


@dataclass(frozen=True, slots=True)
class ItemRule:
    """What the item version and the plan line say about the ratio; JSON as the registry stores it."""

    code: str
    item_class: str = ""
    ratio: Mapping[str, Any] | None = None
    frequency: Mapping[str, Any] | None = None
    own_ppm: int | None = None
    secondary: bool = False
    unit: str = "家"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The rule in force, its source and clause; ``rule`` is None where nobody has said anything."""

    rule: Rule | None
    source: RuleSource | None
    clause: str
    note: str = ""

    @property
    def lowest_ppm(self) -> int | None:
        """The least rate the rule can come to; None for a head count or no rule."""
        if self.rule is None or not self.rule.tiers:
            return None
        return max(self.rule.floor_ppm, min(tier.ppm for tier in self.rule.tiers))


@dataclass(frozen=True, slots=True)
class Preview:
    """Quota with its tier and clause, as the plan page and the draw record print it."""

    total: int
    count: int
    tier: str
    clause: str
    sentence: str


def resolve_rule(item: ItemRule, rules: PlanningRules) -> Resolution:
    """The rule of an item under the packs in force."""
    found = _from_item(item) or _from_unit(item, rules) or _from_tiers(item, rules)
    if found is None:
        clause = rules.ratio_from_unit.clause if rules.ratio_from_unit else ""
        return Resolution(None, None, clause, "文件未定比例，须由本单位填写")
    return _with_minimum(found, item, rules)


def _from_item(item: ItemRule) -> Resolution | None:
    """Law before list: the row itself says which of the two it quotes."""
    ratio = item.ratio
    if ratio is None:
        return None
    source = RuleSource.LAW if ratio.get("source") == "law" else RuleSource.ITEM
    clause = str(ratio.get("clause") or ITEM_LIST)
    made = Rule(
        tiers=_tiers_of(ratio, clause),
        clause=clause,
        minimum=int(ratio.get("count") or ratio.get("min") or 0),
        max_ppm=ratio.get("max_ppm"),
        base="pool" if item.secondary else "all",
        unit=str(ratio.get("unit") or item.unit),
    )
    return Resolution(made, source, clause)


def _tiers_of(ratio: Mapping[str, Any], clause: str) -> tuple[Tier, ...]:
    match ratio["kind"]:
        case "ratio":
            return (Tier(None, ratio["ppm"], clause),)
        case "all":
            return (Tier(None, sampling.PPM, clause),)
        case "tiers":
            return tuple(Tier(tier["upto"], tier["ppm"], clause) for tier in ratio["tiers"])
        case "min_count":
            return ()
        case other:
            raise sampling.BadRule([f"不认识的抽查比例写法：{other}"])


def _from_unit(item: ItemRule, rules: PlanningRules) -> Resolution | None:
    """FL-14 合理确定随机抽查比例: the unit's own figure, only where the document sets none."""
    if item.own_ppm is None or rules.tiers is not None:
        return None
    clause = rules.ratio_from_unit.clause if rules.ratio_from_unit else "本单位确定"
    made = Rule((Tier(None, item.own_ppm, clause),), clause=clause, unit=item.unit)
    return Resolution(made, RuleSource.UNIT, clause, "本单位确定")


def _from_tiers(item: ItemRule, rules: PlanningRules) -> Resolution | None:
    """XM-49/50. A unit's own figure may raise the tiers, never lower them."""
    tiers = rules.secondary_tiers if item.secondary else rules.tiers
    if tiers is None:
        return None
    made = Rule(
        tiers=_pack_tiers(tiers),
        clause=tiers.clause,
        floor_ppm=max(item.own_ppm or 0, _floor(item, rules)),
        max_ppm=_ceiling(item, rules),
        monotone=rules.monotone,
        base="pool" if item.secondary else "all",
        unit="人" if item.secondary else item.unit,
    )
    source = RuleSource.SECONDARY_TIERS if item.secondary else RuleSource.TIERS
    return Resolution(made, source, tiers.clause, "本单位提高比例" if item.own_ppm else "")


def _pack_tiers(tiers: Said[tuple[PackTier, ...]]) -> tuple[Tier, ...]:
    return tuple(Tier(tier.upto, tier.rate.ppm, tiers.clause) for tier in tiers.value)


def _floor(item: ItemRule, rules: PlanningRules) -> int:
    """PD-12 最低不能低于5% binds items classed 一般 only, and only where a document says so."""
    low = rules.general_min
    return low.value.ppm if low and low.binding and item.item_class == ItemClass.GENERAL else 0


def _ceiling(item: ItemRule, rules: PlanningRules) -> int | None:
    """国发〔2019〕5号 设置上限 for general items; key items 不设上限."""
    high = rules.general_max
    return high.value.ppm if high and high.binding and item.item_class != ItemClass.KEY else None


def _with_minimum(found: Resolution, item: ItemRule, rules: PlanningRules) -> Resolution:
    """PD-43 至少200人: an absolute minimum of the pack, with the scope the pack gives it, if any."""
    counts = rules.minimum_counts
    least = [one for one in counts.value if one.item == item.code] if counts else []
    if counts is None or not least or found.rule is None:
        return found
    minimum = max(one.count for one in least)
    scope = {"agency": "每个机构分别计算", "whole": "全市合计计算"}.get(
        rules.minimum_scope.value if rules.minimum_scope else "", "文件未说明按机构还是合计计算"
    )
    raised = replace(found.rule, minimum=max(found.rule.minimum, minimum), unit=least[0].unit)
    return replace(found, rule=raised, note="；".join(part for part in (found.note, scope) if part))


def preview(resolution: Resolution, total: int) -> Preview:
    """Quota of today's registry: the tier used, the count rounded up, the clause (§2.3)."""
    if resolution.rule is None:
        return Preview(total, 0, "", resolution.clause, resolution.note)
    quota = sampling.quota(total, resolution.rule)
    return Preview(
        total, quota.count, _tier_words(resolution.rule, quota), resolution.clause, quota.sentence()
    )


def _tier_words(rule: Rule, quota: sampling.Quota) -> str:
    if quota.tier is None:
        return f"至少{rule.minimum}{rule.unit}"
    rate = sampling.rate_words(quota.tier.ppm)
    if len(rule.tiers) == 1:
        return rate
    if quota.tier.upto is None:
        last = rule.tiers[-2].upto
        return f"{last}{rule.unit}以上 {rate}"
    return f"{quota.tier.upto}{rule.unit}以下 {rate}"


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often an item must be drawn, by law or by the list; ``as_needed``: 根据工作需要或1次/年."""

    law: Said[int] | None = None
    listed: Said[int] | None = None
    as_needed: bool = False


def frequency_of(frequency: Mapping[str, Any] | None) -> Frequency:
    """The frequency of an item version, as the registry stores it."""
    if frequency is None or frequency.get("times") is None:
        return Frequency()
    times = Said(int(frequency["times"]), str(frequency.get("clause") or ITEM_LIST))
    as_needed = frequency["kind"] == "as_needed_or_per_year"
    if frequency.get("source") == "law":
        return Frequency(law=times, as_needed=as_needed)
    return Frequency(listed=times, as_needed=as_needed)
