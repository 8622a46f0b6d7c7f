"""How many are drawn and why, in one sentence that an officer can check with a pocket calculator."""

from collections.abc import Sequence

from mingqian.core.canonical import Document
from mingqian.core.sampling import rate_words

BASES = {"all": "名录总数", "pool": "筛选后的名录数", "eligible": "可抽数"}


def sentence(item: Document, strata: Sequence[Document], clause: str) -> str:
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
    return f"{told}，随机抽取 {drawn}{more}（依据：{clause}）"


def _size(one: Document, base: str) -> int:
    if base == "all":
        return int(one["N"])
    return int(one["N"] - one["S"]) if base == "pool" else int(one["E"])


def _told(rule: Document, count: int) -> str:
    lower, rate = 0, rule["tiers"][-1]["ppm"]
    for tier in rule["tiers"]:
        if tier["upto"] is None or count <= tier["upto"]:
            rate = tier["ppm"]
            edge = f"{lower + 1} 以上" if tier["upto"] is None else f"{lower + 1} 至 {tier['upto']}"
            break
        lower = tier["upto"]
    words = f"{BASES[rule['base']]} {count}，适用 {rate_words(rate)} 档（{edge}）"
    if rule["min"]:
        words += f"，不少于 {rule['min']}"
    if rule["max"] is not None:
        words += f"，不超过 {rule['max']}"
    return words
