"""How many subjects of an item: which rule holds, with its clause, as a ``core.sampling.Rule``."""

from dataclasses import dataclass
from typing import Literal

from mingqian.core import sampling
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.policy.layers import Effective
from mingqian.policy.rules import reading
from mingqian.policy.schema.item import Item, Quota, QuotaKind
from mingqian.policy.schema.values import ItemCount, Rate, Tier

FULL = sampling.PPM


@dataclass(frozen=True, slots=True)
class OwnRate:
    """A rate not found in the pack: of a law for one item, or set by the bureau with reason and approval."""

    ppm: int
    clause: str


def rule(
    policy: Effective,
    item: Item,
    *,
    secondary: bool = False,
    law: OwnRate | None = None,
    own: OwnRate | None = None,
) -> sampling.Rule:
    """The rule of one item: law (XM-47) > item list > the bureau's own figure > tiers of the pack.

    ``secondary``: the pool is a current-period registry of natural persons (二次建库). ``own``: what the
    bureau itself fixed where its document gives no figure (FL-14). Refused where nobody gives a figure.
    """
    unit = item.quota.unit or ("人" if item.subject_kinds == ("person",) else "家")
    if law is not None:
        return _flat(policy, item, law.ppm, law.clause, unit)
    if item.quota.kind not in (QuotaKind.PACK, QuotaKind.MISSING):
        return _listed(policy, item, item.quota, unit)
    if own is not None:
        return _flat(policy, item, own.ppm, own.clause, unit)
    key = "ratio.secondary_tiers" if secondary else "ratio.tiers"
    tiers = () if policy.value("ratio.mode") == "own" else reading.several(policy, key, Tier)
    if not tiers:
        raise Refused(_nobody_says(policy, item))
    clause = policy.clause(key)
    return sampling.Rule(
        tiers=tuple(sampling.Tier(tier.upto, tier.rate.ppm, clause) for tier in tiers),
        clause=clause,
        minimum=_minimum(policy, item),
        max_ppm=_ceiling(policy, item),
        monotone=reading.flag(policy, "ratio.monotone"),
        base="pool" if secondary else "all",
        unit=unit,
    )


def _nobody_says(policy: Effective, item: Item) -> Decision:
    return denied(
        "ratio.missing",
        f"事项“{item.name}”：文件未定比例，须由本单位填写",
        policy.clause("ratio.mode"),
        "由本单位确定比例，写明理由并经批准；抽取记录将注明“本单位确定”",
    )


def _listed(policy: Effective, item: Item, quota: Quota, unit: str) -> sampling.Rule:
    clause = item.citation
    if quota.kind is QuotaKind.MIN_COUNT and quota.count is not None:
        return sampling.Rule(clause=clause, minimum=quota.count, unit=unit)
    ppm = FULL if quota.kind is QuotaKind.ALL or quota.rate is None else quota.rate.ppm
    return _flat(policy, item, ppm, clause, unit)


def _flat(policy: Effective, item: Item, ppm: int, clause: str, unit: str) -> sampling.Rule:
    decision = enough(policy, item, ppm)
    if not decision.ok:
        raise Refused(decision)
    return sampling.Rule(
        tiers=(sampling.Tier(None, ppm, clause),),
        clause=clause,
        minimum=_minimum(policy, item),
        max_ppm=_ceiling(policy, item),
        unit=unit,
    )


def scope(policy: Effective) -> Literal["each", "whole"]:
    """Whether an absolute minimum (至少200人) holds for each agency or for all together; shown in the plan."""
    return "whole" if policy.value("quota.scope") == "whole" else "each"


def enough(policy: Effective, item: Item, ppm: int) -> Decision:
    """一般检查事项……最低不能低于5% (PD 二(一)): a lower rate is refused; a mere default only warns."""
    value = policy.values["ratio.min_percent_general"]
    floor = value.value
    if item.item_class != "general" or not isinstance(floor, Rate) or ppm >= floor.ppm:
        return allowed("ratio.enough")
    words = f"事项“{item.name}”比例{Rate(ppm).text()}低于一般检查事项下限{floor.text()}"
    if value.is_default:
        return allowed("ratio.below_default", f"{words}（产品缺省提示）", value.clause)
    return denied("ratio.below_floor", words, value.clause, f"提高到{floor.text()}以上")


def _ceiling(policy: Effective, item: Item) -> int | None:
    """设置上限 holds for general items only; key items are 不设上限."""
    value = policy.values["ratio.max_percent_general"]
    if item.item_class == "key" or value.is_default or not isinstance(value.value, Rate):
        return None
    return value.value.ppm


def _minimum(policy: Effective, item: Item) -> int:
    counts = reading.several(policy, "quota.absolute_min", ItemCount)
    return max((one.count for one in counts if one.item == item.code), default=0)
