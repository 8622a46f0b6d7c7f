"""Shares: strata, agencies, sub-quotas, batches, and the rule documents of the protocol."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import sampling, shares
from mingqian.core.sampling import BadRule, Part, Rule, Tier, percent

sizes = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 500), min_size=1)
HUNDRED = Rule(minimum=200, unit="人")


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_pieces_add_up_and_differ_by_one_at_most(count: int, pieces: int) -> None:
    made = shares.spread(count, pieces)
    assert sum(made) == count
    assert len(made) == pieces
    assert max(made) - min(made) <= 1
    assert list(made) == sorted(made, reverse=True)


@given(st.lists(st.integers()), st.integers(1, 9))
def test_batches_keep_the_order_drawn_and_lose_nobody(things: list[int], size: int) -> None:
    made = shares.batches(things, size)
    assert [thing for batch in made for thing in batch] == things
    assert all(len(batch) == size for batch in made[:-1])
    assert not made or 1 <= len(made[-1]) <= size


def test_a_batch_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="batch"):
        shares.batches([1], 0)
    with pytest.raises(ValueError, match="piece"):
        shares.spread(1, 0)


@given(sizes, st.integers(0, 1000))
def test_proportional_shares_are_floors_and_never_above_their_size(parts: dict[str, int], count: int) -> None:
    made = shares.proportional(count, parts)
    whole = sum(parts.values())
    assert all(made[name] <= parts[name] for name in parts)
    assert sum(made.values()) >= min(count, whole)


def test_two_hundred_persons_per_agency_or_in_all() -> None:
    agencies = {"市本级": 300, "甲县": 100, "乙县": 0}
    each, told = shares.over_units(HUNDRED, agencies, "each")
    assert (each, len(told)) == ({"市本级": 200, "甲县": 100, "乙县": 0}, 3)
    whole, told = shares.over_units(HUNDRED, agencies, "whole")
    assert (whole, len(told)) == ({"市本级": 150, "甲县": 50, "乙县": 0}, 1)


KEY = Rule((Tier(None, percent(10)),), parts=(Part("重点", percent(8)),))


def test_a_sub_quota_holds_and_the_rest_goes_to_the_others() -> None:
    assert shares.over_parts(KEY, 100, {"重点": 300, "一般": 700}) == {"重点": 80, "一般": 20}


def test_a_part_gives_no_more_than_it_has() -> None:
    assert shares.over_parts(KEY, 100, {"重点": 30, "一般": 970}) == {"重点": 30, "一般": 70}
    assert shares.over_parts(KEY, 100, {"重点": 990, "一般": 10}) == {"重点": 90, "一般": 10}


def test_a_sub_quota_of_the_part_counts_the_part_only() -> None:
    rule = Rule((Tier(None, percent(10)),), parts=(Part("重点", percent(50), "part"),))
    assert shares.over_parts(rule, 20, {"重点": 10, "一般": 190}) == {"重点": 5, "一般": 15}


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(1, sampling.PPM))
def test_parts_add_up_to_the_count_or_to_the_sub_quotas_where_these_are_more(
    key: int, some: int, more: int, ppm: int
) -> None:
    rule = Rule((Tier(None, percent(10)),), parts=(Part("K", ppm),))
    parts = {"K": key, "S": some, "M": more}
    total = key + some + more
    count = sampling.quota(total, rule).count
    made = shares.over_parts(rule, count, parts)
    least = min(key, sampling.at_least(total, ppm))
    assert sum(made.values()) == max(count, least)
    assert made["K"] >= least
    assert all(made[name] <= parts[name] for name in parts)


def protocol_quota(doc: dict[str, object], total: int) -> int:
    """k of one stratum without forced rows, straight from the text of protocol §3."""
    tiers: list[dict[str, int | None]] = doc["tiers"]  # type: ignore[assignment]

    def q(x: int) -> int:
        for tier in tiers:
            if tier["upto"] is None or x <= tier["upto"]:
                return -(-x * int(tier["ppm"] or 0) // 1_000_000)
        raise AssertionError("the last tier is open")

    found = q(total)
    if doc["monotone"]:
        found = max([found, *(q(t["upto"]) for t in tiers if t["upto"] is not None and t["upto"] < total)])
    found = max(found, int(str(doc["min"])))
    if doc["max"] is not None:
        found = min(found, int(str(doc["max"])))
    return min(total, found)


@given(
    st.sets(st.integers(1, 900), max_size=2),
    st.lists(st.integers(1, sampling.PPM), min_size=3, max_size=3),
    st.integers(0, 50),
    st.one_of(st.none(), st.integers(50, 400)),
    st.integers(0, 300_000),
    st.one_of(st.none(), st.integers(300_000, sampling.PPM)),
    st.booleans(),
    st.integers(4, 2000),
)
def test_the_protocol_draws_exactly_the_quota_that_was_explained(
    cuts: set[int],
    ppms: list[int],
    minimum: int,
    maximum: int | None,
    floor: int,
    ceiling: int | None,
    monotone: bool,
    total: int,
) -> None:
    tiers = tuple(Tier(u, p) for u, p in zip([*sorted(cuts), None], ppms[: len(cuts) + 1], strict=True))
    rule = Rule(tiers, "", minimum, maximum, floor, ceiling, monotone)
    doc = shares.to_protocol_rule(rule, stratum="A", total=total)
    assert protocol_quota(doc, total) == sampling.quota(total, rule).count


def test_a_rule_becomes_the_document_of_the_protocol() -> None:
    rule = Rule((Tier(20, percent(30)), Tier(None, percent(20))), monotone=True, base="pool")
    assert shares.to_protocol_rule(rule, stratum="A", total=24, reserve=2, weights=[4, 1, 2, 1]) == {
        "stratum": "A",
        "scope": "item",
        "base": "pool",
        "tiers": [{"upto": 20, "ppm": 300_000}, {"upto": None, "ppm": 200_000}],
        "min": 0,
        "max": None,
        "monotone": True,
        "forced": "extra",
        "reserve": 2,
        "batch": None,
        "weights": [1, 2, 4],
    }


def test_a_head_count_becomes_a_minimum_with_the_smallest_rate() -> None:
    doc = shares.to_protocol_rule(HUNDRED, stratum="A", total=118_420)
    assert (doc["reserve"], doc["weights"], doc["forced"]) == (0, [1], "extra")
    assert (doc["tiers"], doc["min"]) == ([{"upto": None, "ppm": 1}], 200)
    assert protocol_quota(doc, 118_420) == 200


def test_a_ceiling_that_leaves_nobody_is_refused_before_the_plan() -> None:
    rule = Rule((Tier(None, percent(30)),), max_ppm=percent(30))
    with pytest.raises(BadRule, match="一家也不能抽"):
        shares.to_protocol_rule(rule, stratum="A", total=3)
    assert shares.to_protocol_rule(rule, stratum="A", total=0)["max"] is None


def test_a_bare_ceiling_is_drawn_only_with_a_rate_of_ones_own() -> None:
    ceiling = Rule(max_ppm=percent(5), clause="清单")
    with pytest.raises(BadRule, match="本单位确定"):
        shares.to_protocol_rule(ceiling, stratum="A", total=100)
    own = shares.own_rate(ceiling, percent(8), "局务会议")
    assert sampling.quota(100, own).count == 5
    assert shares.to_protocol_rule(own, stratum="A", total=100)["max"] == 5


@pytest.mark.parametrize(("drawn", "left"), [([], 33), ([20], 13), ([20, 13], 0), ([20, 20], 0)])
def test_a_ratio_for_the_year_may_be_reached_in_several_draws(drawn: list[int], left: int) -> None:
    assert shares.left_of_year(Rule((Tier(None, percent(33)),)), 100, drawn) == left
