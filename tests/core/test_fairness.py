"""The manipulation report's arithmetic against tables, exact laws and draws made by the protocol itself."""

import itertools
from collections import Counter
from math import comb, isclose, sqrt

import pytest

from mingqian.core import fairness, odds, tails
from mingqian.core.canonical import Suite, hex_digest, text_hash
from mingqian.core.fairness import Lot
from mingqian.core.odds import Visit

QUANTILES = [  # χ² tables: statistic, degrees of freedom, upper tail
    (3.841, 1, 0.05), (5.991, 2, 0.05), (18.307, 10, 0.05), (10.828, 1, 0.001), (29.588, 10, 0.001),
    (0.455, 1, 0.5), (9.342, 10, 0.5), (2.558, 10, 0.99), (124.342, 100, 0.05), (149.449, 100, 0.001),
]  # fmt: skip


@pytest.mark.parametrize(("statistic", "freedom", "tail"), QUANTILES)
def test_the_tail_of_chi_square_is_that_of_the_tables(statistic: float, freedom: int, tail: float) -> None:
    assert isclose(tails.chi_square(statistic, freedom), tail, rel_tol=2e-3)


@pytest.mark.parametrize(
    ("z", "tail"), [(0, 1.0), (1.96, 0.05), (-1.96, 0.05), (2.576, 0.01), (3.291, 0.001)]
)
def test_the_tail_of_the_normal_law_is_that_of_the_tables(z: float, tail: float) -> None:
    assert isclose(tails.normal(z), tail, rel_tol=2e-3)


@pytest.mark.parametrize(
    ("happened", "chances", "rate"), [(0, 5, 0.3), (3, 5, 0.3), (5, 5, 0.3), (9, 40, 0.1)]
)
def test_the_binomial_tail_is_the_sum_of_its_terms(happened: int, chances: int, rate: float) -> None:
    exact = sum(
        comb(chances, n) * rate**n * (1 - rate) ** (chances - n) for n in range(happened, chances + 1)
    )
    assert isclose(tails.binomial(happened, chances, rate), exact, rel_tol=1e-9)


def test_what_cannot_happen_has_no_tail_and_what_must_happen_a_whole_one() -> None:
    assert tails.binomial(1, 9, 0.0) == 0.0
    assert tails.binomial(9, 9, 1.0) == tails.binomial(0, 9, 0.0) == tails.chi_square(0.0, 3) == 1.0


def one_stratum(sizes: dict[str, int], k: int, drawn: dict[str, int]) -> Lot:
    return Lot([k], {(((0, 1),), group): size for group, size in sizes.items()}, drawn)


@pytest.mark.parametrize(("mine", "others", "k"), [(20, 80, 10), (50, 50, 99), (7, 3, 1), (400, 600, 150)])
def test_one_stratum_has_the_expectation_and_variance_of_the_urn(mine: int, others: int, k: int) -> None:
    size = mine + others
    found = fairness.compare("", [one_stratum({"a": mine, "b": others}, k, {"a": 1, "b": k - 1})])
    a = next(one for one in found.groups if one.label == "a")
    urn = k * mine / size * others / size * (size - k) / (size - 1)
    assert isclose(a.expected, k * mine / size)
    assert isclose(a.deviation, sqrt(urn))


def test_two_groups_are_judged_by_the_square_of_their_deviation() -> None:
    found = fairness.compare("", [one_stratum({"a": 200, "b": 800}, 100, {"a": 32, "b": 68})])
    z = next(one.z for one in found.groups if one.label == "a")
    assert z is not None
    assert (found.freedom, round(z, 3)) == (1, 3.161)
    assert isclose(found.statistic, z * z)
    assert found.p is not None
    assert isclose(found.p, tails.normal(z), rel_tol=1e-6)


def test_a_stratum_drawn_whole_or_not_at_all_says_nothing() -> None:
    for k in (0, 10):
        found = fairness.compare(
            "", [one_stratum({"a": 4, "b": 6}, k, {"a": 4 if k else 0, "b": 6 if k else 0})]
        )
        assert (found.freedom, found.p) == (0, None)
        assert all(one.z is None for one in found.groups)


def test_a_thousand_small_groups_are_judged_together_and_shown_apart() -> None:
    sizes = {"big": 900} | {f"s{number:02d}": 5 for number in range(20)}
    drawn = {"big": 90, "s00": 5, "s01": 5}
    found = fairness.compare("", [one_stratum(sizes, 100, drawn)])
    assert len(found.groups) == 21
    assert found.freedom == 1


def key(seed: str, subject: int, slips: int) -> str:
    return min(
        text_hash(Suite.SHA256, "ticket", seed, "subject", str(subject), slip) for slip in range(1, slips + 1)
    )


def simulated(seeds: int) -> tuple[Counter[str], list[int], Lot]:
    """Draws of two nested strata with slips, by the protocol's tickets; group a is small and heavy."""
    slips = {number: 4 if number < 12 else 1 for number in range(60)}
    group = {number: "a" if number < 20 else "b" for number in range(60)}
    strata, quotas = [range(60), range(10, 40)], [9, 6]
    total, of_a = Counter[str](), []
    for seed in (hex_digest(Suite.SHA256, f"fair {number}".encode()) for number in range(seeds)):
        keys = {number: key(seed, number, slips[number]) for number in slips}
        drawn = [
            one
            for stratum, k in zip(strata, quotas, strict=True)
            for one in sorted(stratum, key=keys.get)[:k]
        ]  # type: ignore[arg-type]
        found = Counter(group[one] for one in drawn)
        total.update(found)
        of_a.append(found["a"])
    eligible: Counter[tuple[fairness.Pattern, str]] = Counter()
    for number in range(60):
        pattern = tuple((at, slips[number]) for at, stratum in enumerate(strata) if number in stratum)
        eligible[pattern, group[number]] += 1
    return total, of_a, Lot(quotas, eligible, {})


@pytest.mark.slow
def test_nested_and_weighted_draws_have_the_moments_the_report_claims() -> None:
    """The bar is an approximation for few slips; here, with 60 subjects, it is within a few per cent."""
    seeds = 1_200
    total, of_a, lot = simulated(seeds)
    a = next(one for one in fairness.compare("", [lot]).groups if one.label == "a")
    mean = total["a"] / seeds
    spread = sqrt(sum((one - mean) ** 2 for one in of_a) / seeds)
    assert abs(a.expected - mean) < 0.03 * mean
    assert abs(a.deviation - spread) < 0.08 * spread


@pytest.mark.slow
def test_fair_draws_are_called_suspicious_as_rarely_as_they_should_be() -> None:
    """χ² over three groups in 600 histories of five fair draws: about one in twenty below 5 %."""
    low = 0
    for history in range(600):
        lots = []
        for round_ in range(5):
            seed = hex_digest(Suite.SHA256, f"history {history} {round_}".encode())
            order = sorted(range(90), key=lambda one: hex_digest(Suite.SHA256, f"{seed}{one}".encode()))
            lots.append(
                one_stratum(
                    {"a": 45, "b": 27, "c": 18}, 30, Counter("aaaaabbbcc"[one % 10] for one in order[:30])
                )
            )
        p = fairness.compare("", lots).p
        assert p is not None
        low += p < 0.05
    assert 15 <= low <= 46


def test_a_thumb_on_the_scale_is_seen_after_a_few_draws() -> None:
    """A friend's district of one fifth gets one eighth of the visits in six draws."""
    lots = [one_stratum({"friend": 200, "rest": 800}, 120, {"friend": 15, "rest": 105}) for _ in range(6)]
    found = fairness.compare("", lots)
    assert found.p is not None
    assert found.p < 1e-6


@pytest.mark.parametrize(
    ("weights", "quota", "bar"),
    [({1: 10}, 3, 0.3), ({1: 10}, 10, 1.0), ({1: 10}, 0, 0.0), ({}, 0, 0.0), ({2: 10}, 3, 1 - sqrt(0.7))],
)
def test_the_bar_lets_the_quota_through_on_average(weights: dict[int, int], quota: int, bar: float) -> None:
    assert isclose(fairness.threshold(weights, quota), bar, abs_tol=1e-12)


def test_people_who_meet_again_are_counted_against_an_even_pairing() -> None:
    visits = [Visit(4, {1: 2}, 1), Visit(4, {1: 1, 3: 1}, 2), Visit(4, {2: 1}, 2)]
    found = odds.repeats(visits)
    assert (found.eligible, found.drawn, found.expected) == (5, 3, 1.25)
    outcomes = itertools.product(range(1, 5), repeat=3)
    met = [
        sum(visit.known.get(team, 0) for visit, team in zip(visits, teams, strict=True)) for teams in outcomes
    ]
    assert isclose(found.deviation**2, sum((one - 1.25) ** 2 for one in met) / len(met))


def test_an_organiser_is_held_against_all_of_them_and_never_against_itself_alone() -> None:
    alone = odds.rates({"甲": (9, 10)})
    assert [one.p for one in alone] == [None]
    busy, quiet = odds.rates({"甲": (12, 40), "乙": (4, 160)})
    assert (busy.label, busy.expected) == ("乙", 12.8)
    assert quiet.p is not None
    assert quiet.p < 0.001
