"""Quotas: the tier tables of the documents, every wording of the item lists, and laws of rounding."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import sampling
from mingqian.core.sampling import BadRule, Band, Part, Rule, Tier, per_mille, percent

XIAMEN = sampling.tiers(
    [
        Band(1, 100, percent(15), "三(五)6(1)"),
        Band(100, 300, percent(10), "三(五)6(1)"),
        Band(300, None, percent(5), "三(五)6(1)"),
    ]
)
SECONDARY = sampling.tiers(
    [Band(1, 100, percent(10)), Band(101, 1000, percent(5)), Band(1000, None, percent(3))]
)
totals = st.integers(0, 200_000)
rates = st.integers(1, sampling.PPM)


def count(total: int, rule: Rule) -> int:
    return sampling.quota(total, rule).count


def flat(ppm: int, **more: object) -> Rule:
    return Rule((Tier(None, ppm),), **more)  # type: ignore[arg-type]


XIAMEN_TABLE = {
    0: 0,
    1: 1,
    7: 2,
    20: 3,
    99: 15,
    100: 15,
    101: 11,
    286: 29,
    299: 30,
    300: 30,
    301: 16,
    412: 21,
    6240: 312,
}
SECONDARY_TABLE = {
    1: 1,
    9: 1,
    10: 1,
    100: 10,
    101: 6,
    120: 6,
    999: 50,
    1000: 50,
    1001: 31,
    1260: 38,
    10000: 300,
    12345: 371,
}


@pytest.mark.parametrize(("total", "expected"), XIAMEN_TABLE.items())
def test_the_xiamen_tiers_give_the_counts_of_the_table(total: int, expected: int) -> None:
    assert count(total, Rule(XIAMEN)) == expected


@pytest.mark.parametrize(("total", "expected"), SECONDARY_TABLE.items())
def test_the_secondary_pool_tiers_give_the_counts_of_the_table(total: int, expected: int) -> None:
    assert count(total, Rule(SECONDARY)) == expected


def test_both_tables_equal_the_shared_vectors(shared: Path) -> None:
    vectors = json.loads((shared / "data/vectors/domain_vectors.json").read_text())
    assert {int(n): k for n, k in vectors["xiamen_tiers"].items()} == XIAMEN_TABLE
    assert {int(n): k for n, k in vectors["xiamen_secondary"].items()} == SECONDARY_TABLE


def test_the_first_round_of_the_demo_year_adds_up() -> None:
    sizes = [286, 14, 122, 37, 412, 6240, 9, 11, 300, 46, 5, 187, 8, 6240, 538, 12, 164, 233, 58]
    assert sum(count(size, Rule(XIAMEN)) for size in sizes) == 838
    assert count(1000, Rule(SECONDARY)) == 50


@pytest.mark.parametrize(
    ("total", "rule", "expected"),
    [
        (41, flat(percent(5)), 3),
        (40, flat(percent(5)), 2),
        (11, flat(percent(30)), 4),
        (21, flat(percent(20)), 5),
        (187, flat(percent(10)), 19),
        (6240, flat(percent(5)), 312),
        (25, flat(percent(16)), 4),
        (26, flat(percent(16)), 5),
        (100, flat(percent(7)), 7),
        (1000, flat(per_mille(2)), 2),
        (1001, flat(per_mille(2)), 3),
        (57, flat(percent(100)), 57),
        (3, flat(percent(33)), 1),
    ],
)
def test_a_flat_ratio_is_a_true_integer_ceiling(total: int, rule: Rule, expected: int) -> None:
    assert count(total, rule) == expected


@pytest.mark.parametrize(("total", "expected"), [(0, 0), (150, 150), (200, 200), (118_420, 200)])
def test_at_least_two_hundred_persons_is_a_head_count(total: int, expected: int) -> None:
    rule = Rule(minimum=200, unit="人", clause="附件 8")
    assert count(total, rule) == expected
    assert sampling.quota(118_420, rule).tier is None


@pytest.mark.parametrize(
    ("total", "ppm", "expected"), [(100, percent(30), 30), (99, percent(30), 29), (3, percent(30), 0)]
)
def test_not_above_a_rate_rounds_down(total: int, ppm: int, expected: int) -> None:
    assert count(total, flat(percent(50), max_ppm=ppm)) == expected


def test_a_floor_rate_lifts_a_lower_tier_only() -> None:
    rule = Rule(SECONDARY, floor_ppm=percent(5), clause="三(一)")
    assert [count(n, rule) for n in (100, 1000, 1001)] == [10, 50, 51]
    assert count(20, Rule(floor_ppm=percent(5))) == 1


def test_an_absolute_maximum_wins_over_a_minimum_rate_and_says_so() -> None:
    found = sampling.quota(1000, flat(percent(10), maximum=60))
    assert found.count == 60
    assert "按上限执行" in found.conflict
    assert "注意" in found.sentence()


def test_a_growing_total_does_not_shrink_a_monotone_duty() -> None:
    rule = Rule(XIAMEN, monotone=True)
    assert [count(n, rule) for n in (100, 101, 150, 151, 300, 301, 600, 601)] == [
        15,
        15,
        15,
        16,
        30,
        30,
        30,
        31,
    ]


def test_the_tier_and_clause_used_are_told() -> None:
    found = sampling.quota(286, Rule(XIAMEN))
    assert found.tier == Tier(300, percent(10), "三(五)6(1)")
    assert found.sentence() == "对象总量 286 家；比例 10%，向上取整为 29 家（三(五)6(1)）。"


def test_at_a_shared_boundary_the_higher_rate_holds_whichever_side_it_stands_on() -> None:
    assert [t.upto for t in XIAMEN] == [100, 300, None]
    rising = sampling.tiers([Band(0, 100, percent(5)), Band(100, None, percent(10))])
    assert [(t.upto, t.ppm) for t in rising] == [(99, percent(5)), (None, percent(10))]


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [Band(1, 100, 1)],
        [Band(2, None, 1)],
        [Band(1, 100, 1), Band(102, None, 1)],
        [Band(1, 100, 1), Band(99, None, 1)],
        [Band(1, None, 1), Band(100, None, 1)],
    ],
)
def test_bands_with_gaps_or_wide_overlaps_are_refused(bands: list[Band]) -> None:
    with pytest.raises(BadRule):
        sampling.tiers(bands)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "既无比例"),
        ({"tiers": (Tier(100, 1),)}, "最后一档"),
        ({"tiers": (Tier(None, 1), Tier(None, 1))}, "最后一档"),
        ({"tiers": (Tier(100, 1), Tier(100, 1), Tier(None, 1))}, "递增"),
        ({"tiers": (Tier(None, 0),)}, "百万分之一"),
        ({"tiers": (Tier(None, 1_000_001),)}, "百万分之一"),
        ({"tiers": (Tier(None, 1),), "parts": (Part("a", 0),)}, "百万分之一"),
        ({"minimum": 5, "maximum": 4}, "矛盾"),
        ({"minimum": -1}, "矛盾"),
        ({"minimum": 1, "floor_ppm": -1}, "超出范围"),
        ({"minimum": 1, "max_ppm": 0}, "超出范围"),
        ({"minimum": 1, "floor_ppm": 10, "max_ppm": 9}, "高于"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused_with_every_problem(fields: dict[str, object], says: str) -> None:
    with pytest.raises(BadRule, match=says):
        Rule(**fields)  # type: ignore[arg-type]


def test_all_problems_of_a_rule_are_told_at_once() -> None:
    with pytest.raises(BadRule) as caught:
        Rule((Tier(5, 0),), minimum=3, maximum=2)
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("ppm", "words"),
    [
        (percent(15), "15%"),
        (percent(100), "100%"),
        (per_mille(2), "2‰"),
        (per_mille(25), "2.5%"),
        (250, "0.25‰"),
        (1, "0.001‰"),
        (123_456, "12.3456%"),
    ],
)
def test_rates_are_written_as_people_write_them(ppm: int, words: str) -> None:
    assert sampling.rate_words(ppm) == words


@given(totals, rates)
def test_the_ceiling_is_the_smallest_count_not_below_the_rate(total: int, ppm: int) -> None:
    k = sampling.at_least(total, ppm)
    assert k * sampling.PPM >= total * ppm
    assert k == 0 or (k - 1) * sampling.PPM < total * ppm
    assert 0 <= sampling.at_most(total, ppm) <= k <= total


rules = st.builds(
    lambda cuts, ppms, minimum, floor, monotone: Rule(
        tuple(
            Tier(upto, ppm) for upto, ppm in zip([*sorted(cuts), None], ppms[: len(cuts) + 1], strict=True)
        ),
        minimum=minimum,
        floor_ppm=floor,
        monotone=monotone,
    ),
    st.sets(st.integers(1, 5000), max_size=3),
    st.lists(rates, min_size=4, max_size=4),
    st.integers(0, 300),
    st.integers(0, sampling.PPM),
    st.booleans(),
)


@given(rules, totals)
def test_a_quota_lies_between_its_floors_and_the_total(rule: Rule, total: int) -> None:
    k = count(total, rule)
    assert 0 <= k <= total
    assert k >= min(total, rule.minimum)
    assert k >= sampling.at_least(total, rule.floor_ppm)


@given(rules, st.integers(0, 6000))
def test_a_monotone_quota_never_shrinks(rule: Rule, total: int) -> None:
    held = Rule(rule.tiers, minimum=rule.minimum, floor_ppm=rule.floor_ppm, monotone=True)
    assert count(total, held) <= count(total + 1, held)


@given(rules, totals)
def test_the_last_step_of_a_quota_is_its_count(rule: Rule, total: int) -> None:
    found = sampling.quota(total, rule)
    assert found.steps[-1].count == found.count


def test_floor_and_ceiling_may_meet() -> None:
    assert count(100, Rule(floor_ppm=percent(5), max_ppm=percent(5))) == 5
    assert count(100, Rule(minimum=5, maximum=5)) == 5


def test_a_bare_ceiling_leaves_the_rate_to_the_bureau() -> None:
    rule = Rule(max_ppm=percent(5))
    assert not rule.decided
    assert count(100, rule) == 0
    assert "由本单位确定" in sampling.quota(100, rule).sentence()


def test_a_negative_total_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="never negative"):
        sampling.quota(-1, Rule(XIAMEN))
