"""Dividing a sample: over strata, agencies, sub-quotas, draws of a year and visiting batches.

Also the bridge from a pack's ``sampling.Rule`` to the rule documents of the draw protocol (§3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from mingqian.core import sampling
from mingqian.core.sampling import BadRule, Forced, Quota, Rule, Tier

Thing = TypeVar("Thing")


def spread(count: int, pieces: int) -> tuple[int, ...]:
    """Cut a count into pieces that differ by one at most, the bigger ones first."""
    if pieces < 1 or count < 0:
        raise ValueError("a count is cut into one piece or more")
    size, rest = divmod(count, pieces)
    return (size + 1,) * rest + (size,) * (pieces - rest)


def batches(things: Sequence[Thing], size: int) -> tuple[tuple[Thing, ...], ...]:
    """Visiting batches in the order drawn (抽查比例高的，可以随机确定检查批次顺序)."""
    if size < 1:
        raise ValueError("a batch holds one or more")
    return tuple(tuple(things[at : at + size]) for at in range(0, len(things), size))


def proportional(count: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Share a count by size, each share rounded up and none above its size (draw protocol §3)."""
    whole = sum(sizes.values())
    return {name: min(size, -(-count * size // whole)) if whole else 0 for name, size in sizes.items()}


def over_units(
    rule: Rule, sizes: Mapping[str, int], scope: Literal["each", "whole"]
) -> tuple[dict[str, int], tuple[Quota, ...]]:
    """Counts per agency: the rule for each of them, or once for all together and then shared.

    「至少200人」 with level 「市、县」 does not say which; ``quota.scope`` of the pack does.
    """
    if scope == "each":
        each = {name: sampling.quota(size, rule) for name, size in sizes.items()}
        return {name: one.count for name, one in each.items()}, tuple(each.values())
    whole = sampling.quota(sum(sizes.values()), rule)
    return proportional(whole.count, sizes), (whole,)


def over_parts(rule: Rule, count: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Counts per part so that every sub-quota holds; what is left goes to the others by
    size, and to the named parts only when the others are used up.

    ``sizes`` names every part of the total. A part cannot give more than it has; the count grows
    only where the sub-quotas alone exceed it.
    """
    total = sum(sizes.values())
    named = {part.name: part for part in rule.parts}
    held = {
        name: min(size, sampling.at_least(total if named[name].of == "whole" else size, named[name].ppm))
        for name, size in sizes.items()
        if name in named
    }
    left = max(0, count - sum(held.values()))
    others = {name: size for name, size in sizes.items() if name not in named}
    shares = _exact(left, others)
    more = {name: sizes[name] - here for name, here in held.items()}
    shares |= _exact(left - sum(shares.values()), more)
    return {name: held.get(name, 0) + shares[name] for name in sizes}


def _exact(count: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Largest-remainder shares that add up to the count exactly; ties by name."""
    whole = sum(sizes.values())
    count = min(count, whole)
    if not whole:
        return dict.fromkeys(sizes, 0)
    shares = {name: count * size // whole for name, size in sizes.items()}
    order = sorted(sizes, key=lambda name: (-(count * sizes[name] % whole), name))
    for name in order[: count - sum(shares.values())]:
        shares[name] += 1
    return shares


def own_rate(rule: Rule, ppm: int, clause: str) -> Rule:
    """The same rule with the bureau's own rate; its floors and ceilings go on holding."""
    return replace(rule, tiers=(Tier(None, ppm, clause),))


def left_of_year(rule: Rule, total: int, drawn: Sequence[int]) -> int:
    """What the draws of a year still owe (每年分次达到33%), where the ratio holds for the whole year."""
    return max(0, sampling.quota(total, rule).count - sum(drawn))


def to_protocol_rule(
    rule: Rule,
    *,
    stratum: str,
    total: int,
    forced: Forced = "extra",
    reserve: int = 0,
    batch: int | None = None,
    weights: Sequence[int] = (1,),
) -> dict[str, object]:
    """The rule document of one stratum (draw protocol §3 and §10).

    ``total`` is the number the rule is applied to (the item's or the stratum's, by scope): the
    protocol knows no ceiling as a rate, so 「不超过30%」 becomes the number it means here. A head count
    has the smallest rate the protocol can write, which its ``min`` always exceeds.
    """
    if not rule.decided:
        raise BadRule(["规则只有上限，须先由本单位确定抽查比例"])
    tiers = [{"upto": t.upto, "ppm": max(t.ppm, rule.floor_ppm)} for t in rule.tiers]
    ceilings = [] if rule.maximum is None else [rule.maximum]
    if rule.max_ppm is not None and total:
        ceilings.append(sampling.at_most(total, rule.max_ppm))
        if not ceilings[-1]:
            raise BadRule(
                [f"总量 {total} 过小：不超过 {sampling.rate_words(rule.max_ppm)} 即一{rule.unit}也不能抽"]
            )
    most = min(ceilings) if ceilings else None
    return {
        "stratum": stratum,
        "scope": rule.scope,
        "base": rule.base,
        "tiers": tiers or [{"upto": None, "ppm": max(1, rule.floor_ppm)}],
        "min": rule.minimum if most is None else min(rule.minimum, most),
        "max": most,
        "monotone": rule.monotone,
        "forced": forced,
        "reserve": reserve,
        "batch": batch,
        "weights": sorted(set(weights)),
    }
