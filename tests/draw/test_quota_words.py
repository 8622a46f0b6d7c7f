"""One sentence per quota, with the tier that speaks; boundaries belong to the higher rate."""

from typing import Any

import pytest

from mingqian.draw.selectors import quota_words
from mingqian.planning.enums import RuleSource

TIERS = [{"upto": 100, "ppm": 150_000}, {"upto": 300, "ppm": 100_000}, {"upto": None, "ppm": 50_000}]


def told(count: int, k: int, *, tiers: Any = None, forced: int = 0, **rule: Any) -> str:
    plain = {"stratum": "ALL", "scope": "item", "base": "all", "tiers": tiers or TIERS, "min": 0, "max": None}
    strata = [{"stratum": "ALL", "N": count, "E": count, "F": forced, "S": 0, "k": k}]
    return quota_words.sentence({"rules": [plain | rule]}, strata, "三(五)6(1)", RuleSource.TIERS)


@pytest.mark.parametrize(
    ("count", "k", "words"),
    [
        (100, 15, "名录总数 100，适用 15% 档（1 至 100），随机抽取 15"),
        (101, 11, "名录总数 101，适用 10% 档（101 至 300），随机抽取 11"),
        (300, 30, "名录总数 300，适用 10% 档（101 至 300），随机抽取 30"),
        (301, 16, "名录总数 301，适用 5% 档（301 以上），随机抽取 16"),
    ],
)
def test_the_tier_that_speaks_is_named_with_its_bounds(count: int, k: int, words: str) -> None:
    assert told(count, k) == f"{words}（依据：三(五)6(1)）"


def test_a_single_rate_is_called_a_rate() -> None:
    assert told(40, 2, tiers=[{"upto": None, "ppm": 50_000}]).startswith("名录总数 40，比例 5%，随机抽取 2")


def test_a_fixed_number_is_called_that_and_no_rate_of_a_millionth() -> None:
    assert told(37, 9, tiers=[{"upto": None, "ppm": 1}], min=9, max=9).startswith("名录总数 37，固定抽取 9，")
    assert quota_words.bounds({"min": 3, "max": None}) == "，不少于 3"


def test_floor_ceiling_and_forced_subjects_are_told() -> None:
    sentence = told(6000, 200, forced=3, min=200, max=400)
    assert "不少于 200，不超过 400，随机抽取 200，另有必查 3" in sentence


def test_a_screened_pool_is_told_as_such() -> None:
    assert told(1000, 50, base="pool").startswith("筛选后的名录数 1000")


def test_quotas_by_stratum_are_told_one_by_one() -> None:
    rules = [
        {"stratum": name, "scope": "stratum", "base": "all", "tiers": TIERS, "min": 0, "max": None}
        for name in ("A", "B")
    ]
    strata = [{"stratum": name, "N": 20, "E": 20, "F": 0, "S": 0, "k": 3} for name in ("A", "B")]
    sentence = quota_words.sentence({"rules": rules}, strata, "x", RuleSource.TIERS)
    assert sentence.startswith("层 A：名录总数 20，适用 15% 档（1 至 100）；层 B：名录总数 20")
    assert "随机抽取 6" in sentence
