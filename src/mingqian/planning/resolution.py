"""What the registry keeps of an item's ratio and frequency, and a quota as the plan page prints it. Pure.

Which of several ratios holds is ``policy.rules.quotas``' affair; nothing here decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mingqian.core import sampling
from mingqian.core.sampling import Rule, Tier
from mingqian.policy.rules.quotas import Answer, Stated
from mingqian.policy.rules.reading import Said

ITEM_LIST = "随机抽查事项清单"


@dataclass(frozen=True, slots=True)
class Preview:
    """Quota with its tier and clause, as the plan page and the draw record print it."""

    total: int
    count: int
    tier: str
    clause: str
    sentence: str


def stated(ratio: Mapping[str, Any] | None) -> Stated | None:
    """The ratio of an item version, as the registry stores it; the row says whether it quotes a law."""
    if ratio is None:
        return None
    clause = str(ratio.get("clause") or ITEM_LIST)
    return Stated(
        clause=clause,
        tiers=_tiers_of(ratio, clause),
        minimum=int(ratio.get("count") or ratio.get("min") or 0),
        max_ppm=ratio.get("max_ppm"),
        unit=str(ratio.get("unit") or ""),
        by_law=ratio.get("source") == "law",
    )


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


def preview(answer: Answer, total: int) -> Preview:
    """Quota of today's registry: the tier used, the count rounded up, the clause (§2.3)."""
    if answer.rule is None:
        return Preview(total, 0, "", answer.clause, answer.note)
    quota = sampling.quota(total, answer.rule)
    return Preview(total, quota.count, _tier_words(answer.rule, quota), answer.clause, quota.sentence())


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
