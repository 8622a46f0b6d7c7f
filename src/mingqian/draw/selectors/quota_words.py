"""How many are drawn and why, in one sentence that an officer can check with a pocket calculator."""

from collections.abc import Sequence

from mingqian.core.canonical import Document
from mingqian.core.sampling import rate_words
from mingqian.planning.enums import RuleSource

BASES = {"all": "名录总数", "pool": "筛选后的名录数", "eligible": "可抽数"}


def sentence(item: Document, strata: Sequence[Document], clause: str, source: RuleSource) -> str:
    """「名录总数 300，适用 10% 档（101 至 300），应抽 30；依据：…」"""
    rules = {rule["stratum"]: rule for rule in item["rules"]}
    drawn = sum(one["k"] for one in strata)
    forced = sum(one["F"] for one in strata)
    first = rules[strata[0]["stratum"]]
    if first["scope"] == "item":
        count = sum(_size(one, first["base"]) for one in strata)
        told = _told(first, count)
    else:
        told = "；".join(
            f"层 {one['stratum']}：{_told(rules[one['stratum']], _size(one, first['base']))}"
            for one in strata
        )
    more = f"，另有必查 {forced}" if forced else ""
    # FL-14: where the document leaves the ratio to the bureau, the record says whose it is.
    whose = f"，{source.label}" if source is RuleSource.UNIT else ""
    return f"{told}，随机抽取 {drawn}{more}（依据：{clause}{whose}）"


def fixed(rule: Document) -> str:
    """「固定抽取 9」 where floor and ceiling are one: the rate then says nothing. Empty where it does."""
    return f"固定抽取 {rule['min']}" if rule["min"] and rule["min"] == rule["max"] else ""


def bounds(rule: Document) -> str:
    """「，不少于 3，不超过 20」, as far as the rule has them."""
    least = f"，不少于 {rule['min']}" if rule["min"] else ""
    return least + (f"，不超过 {rule['max']}" if rule["max"] is not None else "")


def _size(one: Document, base: str) -> int:
    if base == "all":
        return int(one["N"])
    return int(one["N"] - one["S"]) if base == "pool" else int(one["E"])


def _told(rule: Document, count: int) -> str:
    told = fixed(rule)
    return f"{BASES[rule['base']]} {count}，{told or _rate(rule['tiers'], count) + bounds(rule)}"


def _rate(tiers: Sequence[Document], count: int) -> str:
    """The tier that speaks; a rule with one rate has no tiers to tell apart."""
    if len(tiers) == 1:
        return f"比例 {rate_words(tiers[0]['ppm'])}"
    lower = 0
    for tier in tiers[:-1]:
        if count <= tier["upto"]:
            return f"适用 {rate_words(tier['ppm'])} 档（{lower + 1} 至 {tier['upto']}）"
        lower = tier["upto"]
    return f"适用 {rate_words(tiers[-1]['ppm'])} 档（{lower + 1} 以上）"
