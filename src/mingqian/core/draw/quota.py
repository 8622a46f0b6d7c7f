"""How many of a stratum are drawn: tiers, floors, ceilings, shares and forced rows (section 3).

What belongs here: the six lines of quota arithmetic of ``sxsj1``, in integers. A bureau's wording of
its ratios is the policy's business.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mingqian.core.canonical import Document

MILLION = 1_000_000


def rate(tiers: Sequence[Mapping[str, Any]], size: int) -> int:
    """q(x) = ceil(x·ppm/10^6) by the first tier with x <= upto; the last tier has no upper end."""
    for tier in tiers:
        if tier["upto"] is None or size <= tier["upto"]:
            return -(-size * int(tier["ppm"]) // MILLION)
    raise ValueError("tiers end with an open one")


def required(rule: Mapping[str, Any], size: int) -> int:
    """Q: the tier's share, never less than a smaller total would give, between min and max."""
    tiers = rule["tiers"]
    found = rate(tiers, size)
    if rule["monotone"]:
        edges = [tier["upto"] for tier in tiers if tier["upto"] is not None and tier["upto"] < size]
        found = max([found, *(rate(tiers, edge) for edge in edges)])
    found = max(found, int(rule["min"]))
    return found if rule["max"] is None else min(found, int(rule["max"]))


def base_size(rule: Mapping[str, Any], count: Mapping[str, Any], redrawn: int) -> int:
    """n_s = N | N-S | E+RD for base all | pool | eligible."""
    total = int(count["E"] + count["F"] + count["X"] + count["S"])
    if rule["base"] == "all":
        return total
    if rule["base"] == "pool":
        return total - int(count["S"])
    return int(count["E"]) + redrawn


def quotas(
    rules: Sequence[Mapping[str, Any]], counts: Mapping[str, Document], redrawn: Mapping[str, int]
) -> dict[str, int]:
    """k of every stratum of an item; ``redrawn`` counts rows F:RD by stratum."""
    bases = {
        rule["stratum"]: base_size(rule, counts[rule["stratum"]], redrawn.get(rule["stratum"], 0))
        for rule in rules
    }
    open_rows = {stratum: counts[stratum]["E"] + redrawn.get(stratum, 0) for stratum in bases}
    total, total_open = sum(bases.values()), sum(open_rows.values())
    found: dict[str, int] = {}
    for rule in rules:
        stratum = rule["stratum"]
        if rule["scope"] == "stratum":
            share = required(rule, bases[stratum])
        elif total_open == 0:
            share = 0
        else:
            share = -(-required(rule, total) * open_rows[stratum] // total_open)
        spent = counts[stratum]["F"] if rule["forced"] == "within" else redrawn.get(stratum, 0)
        found[stratum] = min(counts[stratum]["E"], max(0, share - spent))
    return found
