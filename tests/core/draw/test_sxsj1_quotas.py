"""How many are drawn: the six lines of section 3 as tables and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.draw.scenario import rule

from mingqian.core.draw.quota import quotas, rate, required

LADDER = [{"upto": 100, "ppm": 200000}, {"upto": 300, "ppm": 100000}, {"upto": None, "ppm": 50000}]
SIZES = [0, 1, 100, 101, 300, 301, 1000, 1001]


@pytest.mark.parametrize(
    ("monotone", "expected"),
    [(False, [0, 1, 20, 11, 30, 16, 50, 51]), (True, [0, 1, 20, 20, 30, 30, 50, 51])],
)
def test_the_tier_table_with_and_without_monotone(monotone, expected):
    asked = rule("A", tiers=LADDER, monotone=monotone)
    assert [required(asked, size) for size in SIZES] == expected


def one_stratum(asked, **count):
    full = {"E": 0, "F": 0, "X": 0, "S": 0} | count
    redrawn = full.pop("RD", 0)
    return quotas([asked], {"A": full}, {"A": redrawn})["A"]


@pytest.mark.parametrize(
    ("changes", "count", "k"),
    [
        ({"base": "all"}, {"E": 50, "X": 30, "S": 20}, 20),
        ({"base": "pool"}, {"E": 50, "X": 30, "S": 20}, 16),
        ({"base": "eligible"}, {"E": 50, "X": 30, "S": 20}, 10),
        ({"base": "eligible"}, {"E": 50, "F": 10, "RD": 5}, 6),
        ({"base": "all", "forced": "extra"}, {"E": 80, "F": 20}, 20),
        ({"base": "all", "forced": "within"}, {"E": 80, "F": 20}, 0),
        ({"base": "all", "forced": "within"}, {"E": 95, "F": 5}, 15),
        ({"base": "all", "forced": "extra"}, {"E": 80, "F": 20, "RD": 15}, 5),
        ({"min": 200}, {"E": 1000}, 200),
        ({"min": 200}, {"E": 150}, 150),
        ({"max": 3}, {"E": 1000}, 3),
        ({"tiers": [{"upto": None, "ppm": 1_000_000}]}, {"E": 7, "X": 2}, 7),
        ({}, {"X": 100}, 0),
        ({"tiers": [{"upto": None, "ppm": 1}]}, {"E": 90_000_000}, 90),
        ({"tiers": [{"upto": None, "ppm": 333333}]}, {"E": 3}, 1),
    ],
)
def test_base_forced_floor_and_ceiling(changes, count, k):
    assert (
        one_stratum(rule("A", scope="stratum", **({"tiers": LADDER, "base": "all"} | changes)), **count) == k
    )


def split(sizes, **changes):
    strata = [f"S{number:02d}" for number in range(len(sizes))]
    rules = [rule(stratum, tiers=LADDER, base="all", **changes) for stratum in strata]
    counts = {s: {"E": size, "F": 0, "X": 0, "S": 0} for s, size in zip(strata, sizes, strict=True)}
    return sum(quotas(rules, counts, {}).values())


def test_one_list_and_ten_strata_give_the_same_number():
    """H5: tiers per stratum triple the visits of a list that is merely cut in ten."""
    assert split([1000], scope="item") == 50
    assert split([100] * 10, scope="item") == 50
    assert split([100] * 10, scope="stratum") == 200
    assert split([100, 100, 101], scope="stratum", monotone=False) == 51
    assert split([100, 100, 101], scope="item", monotone=False) == 18  # ceil(16·x/301) in each


def test_an_exempt_stratum_does_not_swallow_the_quota():
    """H5: the item's number is shared by eligible rows, not by all rows."""
    rules = [rule("A", tiers=LADDER, base="all"), rule("B", tiers=LADDER, base="all")]
    counts = {"A": {"E": 100, "F": 0, "X": 0, "S": 0}, "B": {"E": 0, "F": 0, "X": 900, "S": 0}}
    assert quotas(rules, counts, {}) == {"A": 50, "B": 0}


COUNTS = st.fixed_dictionaries({letter: st.integers(0, 5000) for letter in "EFXS"})


@given(
    COUNTS, st.booleans(), st.sampled_from(["all", "pool", "eligible"]), st.sampled_from(["extra", "within"])
)
def test_k_never_exceeds_the_eligible(count, monotone, base, forced):
    asked = rule("A", tiers=LADDER, monotone=monotone, base=base, forced=forced)
    assert 0 <= quotas([asked], {"A": count}, {})["A"] <= count["E"]


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_with_monotone_a_larger_list_is_never_drawn_less(one, two):
    asked = rule("A", tiers=LADDER, monotone=True)
    small, large = sorted((one, two))
    assert required(asked, small) <= required(asked, large)


@given(st.integers(0, 90_000_000), st.integers(1, 1_000_000))
def test_a_rate_is_a_floor_in_integers(size, ppm):
    found = rate([{"upto": None, "ppm": ppm}], size)
    assert (found - 1) * 1_000_000 < size * ppm <= found * 1_000_000 or size == found == 0
    assert size * ppm < 2**53


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_shares_of_an_item_cover_its_number(counts):
    strata = [f"S{number}" for number in range(len(counts))]
    rules = [rule(stratum, tiers=LADDER, base="eligible") for stratum in strata]
    found = quotas(rules, dict(zip(strata, counts, strict=True)), {})
    total = sum(count["E"] for count in counts)
    whole = required(rules[0], total)
    assert min(total, whole) <= sum(found.values()) <= whole + len(strata)
