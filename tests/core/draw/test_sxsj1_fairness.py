"""Section 14: is the draw fair? Fixed seeds, exact laws, χ² with a bound that a fair draw passes once.

The bound is the 99.9 % quantile (Wilson–Hilferty): with fixed seeds the tests are deterministic, so a
failure means that the draw changed, not that it was an unlucky day.
"""

import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest
from tests.core.draw.scenario import item, rule, team_panel

from mingqian.core.canonical import Suite, hex_digest
from mingqian.core.draw import pairing, panel, roll, rows, selection, tickets
from mingqian.core.draw.rows import Entry

S = Suite.SHA256
SEEDS = 20_000
FEW = 3_000


def seeds(count: int, name: str = "seed") -> list[str]:
    return [hex_digest(S, f"{name} {number}".encode()) for number in range(count)]


def bound(freedom: int) -> float:
    """The 99.9 % quantile of χ² with so many degrees of freedom."""
    part = 2 / (9 * freedom)
    return freedom * (1 - part + 3.0902 * math.sqrt(part)) ** 3


def chi2(observed: Counter, expected: dict) -> float:
    assert abs(sum(observed.values()) - sum(expected.values())) < 1e-6 * sum(expected.values())
    return sum((observed[key] - wanted) ** 2 / wanted for key, wanted in expected.items())


def roll_of(weights: dict[str, int], stratum: str = "A") -> tuple[bytes, dict[str, str]]:
    entries = [
        Entry(f"USCC:{name}", {"name": name, "n": 0}, stratum, "E", weight)
        for name, weight in weights.items()
    ]
    names = {rows.tag_of(S, f"USCC:{name}", ""): name for name in weights}
    return roll.file_bytes(rows.build(S, entries)), names


def drawn(data: bytes, names: dict[str, str], seed: str, k: int, stratum: str = "A") -> list[str]:
    order = tickets.smallest(S, seed=seed, purpose="subject", roll=data, limits={stratum: k})[stratum]
    return [names[tag.decode()] for _, tag in order]


EQUAL = {f"N{number}": 1 for number in range(10)}


@pytest.mark.slow
def test_every_subject_is_drawn_equally_often_and_so_is_every_pair():
    data, names = roll_of(EQUAL)
    single, pairs = Counter(), Counter()
    for seed in seeds(SEEDS):
        found = sorted(drawn(data, names, seed, 3))
        single.update(found)
        pairs.update(itertools.combinations(found, 2))
    expected = dict.fromkeys(EQUAL, SEEDS * 3 / 10)
    # inclusion indicators are negatively dependent: the exact scale is (N-1)/(N-n)
    assert chi2(single, expected) * 9 / 10 / (1 - 3 / 10) < bound(9)
    couples = dict.fromkeys(itertools.combinations(sorted(EQUAL), 2), SEEDS * 3 / 45)
    assert chi2(pairs, couples) < bound(44)


def test_every_subject_is_drawn_about_equally_often():
    data, names = roll_of(EQUAL)
    single = Counter(name for seed in seeds(FEW) for name in drawn(data, names, seed, 3))
    assert chi2(single, dict.fromkeys(EQUAL, FEW * 3 / 10)) * 9 / 7 < bound(9)


WEIGHTS = {"A": 1, "B": 1, "C": 2, "D": 4}


def successive(weights: dict[str, int], count: int) -> dict[tuple[str, ...], Fraction]:
    """The exact law of drawing by slips: the next is taken in proportion to the slips still there."""
    law: dict[tuple[str, ...], Fraction] = {}
    for order in itertools.permutations(weights, count):
        chance, left = Fraction(1), sum(weights.values())
        for name in order:
            chance *= Fraction(weights[name], left)
            left -= weights[name]
        law[order] = chance
    return law


@pytest.mark.parametrize("count", [FEW, pytest.param(SEEDS, marks=pytest.mark.slow)])
def test_weighted_pairs_follow_the_exact_law(count):
    data, names = roll_of(WEIGHTS)
    law = successive(WEIGHTS, 2)
    assert sum(law.values()) == 1
    seen = Counter(tuple(drawn(data, names, seed, 2)) for seed in seeds(count, "weighted"))
    assert chi2(seen, {order: float(chance) * count for order, chance in law.items()}) < bound(len(law) - 1)


def test_a_weighted_inclusion_is_successive_not_proportional():
    """The limit is stated in the protocol: weight 4 of 8 with k = 2 is not 100 %."""
    law = successive(WEIGHTS, 2)
    inclusion = sum(chance for order, chance in law.items() if "D" in order)
    assert Fraction(1, 2) < inclusion < 1


def test_ranks_are_uniform():
    data, names = roll_of(EQUAL)
    ranks = Counter((drawn(data, names, seed, 10).index("N0")) for seed in seeds(FEW, "rank"))
    assert chi2(ranks, dict.fromkeys(range(10), FEW / 10)) < bound(9)


def test_all_orders_of_four_are_equally_likely():
    data, names = roll_of({"A": 1, "B": 1, "C": 1, "D": 1})
    seen = Counter(tuple(drawn(data, names, seed, 4)) for seed in seeds(FEW, "order"))
    assert chi2(seen, dict.fromkeys(itertools.permutations("ABCD"), FEW / 24)) < bound(23)


def test_strata_are_independent():
    entries = [
        Entry(f"USCC:{stratum}{number}", {"n": number, "m": 0}, stratum)
        for stratum in "AB"
        for number in range(4)
    ]
    names = {rows.tag_of(S, entry.identity, ""): entry.identity[5:] for entry in entries}
    data = roll.file_bytes(rows.build(S, entries))
    seen: Counter = Counter()
    for seed in seeds(FEW, "strata"):
        order = tickets.smallest(S, seed=seed, purpose="subject", roll=data, limits={"A": 1, "B": 1})
        seen[names[order["A"][0][1].decode()], names[order["B"][0][1].decode()]] += 1
    expected = {(f"A{a}", f"B{b}"): FEW / 16 for a in range(4) for b in range(4)}
    assert chi2(seen, expected) < bound(15)


def test_purposes_are_independent():
    data, names = roll_of({"A": 1, "B": 1, "C": 1, "D": 1})
    seen: Counter = Counter()
    for seed in seeds(FEW, "purposes"):
        (sample,) = selection.audit_sample(S, seed=seed, roll=data, leaves=1)
        seen[drawn(data, names, seed, 1)[0], names[sample]] += 1
    assert chi2(seen, {(a, b): FEW / 16 for a in "ABCD" for b in "ABCD"}) < bound(15)


def test_suites_are_independent():
    seen: Counter = Counter()
    tags = [hex_digest(S, name.encode()) for name in "ABCD"]
    for seed in seeds(FEW, "suites"):
        firsts = []
        for suite in Suite:
            urn = tickets.urn(suite, seed=seed, purpose="subject")
            firsts.append(min(range(4), key=lambda place, urn=urn: urn.first(tags[place])))
        seen[tuple(firsts)] += 1
    assert chi2(seen, {(a, b): FEW / 16 for a in range(4) for b in range(4)}) < bound(15)


@pytest.mark.parametrize("seed", seeds(20))
def test_one_more_visit_extends_the_list_and_changes_nothing_before(seed):
    data, names = roll_of({f"N{number}": 1 + number % 3 for number in range(60)})
    whole = drawn(data, names, seed, 60)
    assert len(set(whole)) == 60
    for k in (1, 5, 17, 59):
        assert drawn(data, names, seed, k) == whole[:k]


@pytest.mark.parametrize("seed", seeds(20))
def test_deleting_a_row_never_reorders_the_others(seed):
    weights = {f"N{number}": 1 + number % 3 for number in range(40)}
    data, names = roll_of(weights)
    whole = drawn(data, names, seed, 40)
    for gone in ("N0", "N17", "N39"):
        rest = {name: weight for name, weight in weights.items() if name != gone}
        assert drawn(*roll_of(rest), seed, 39) == [name for name in whole if name != gone]


@pytest.mark.parametrize("seed", seeds(20))
def test_one_seed_nests_the_samples_of_several_items(seed):
    """Items over sub-lists of the same firms: who leads in the large list leads in the small one."""
    large, names = roll_of({f"N{number}": 1 for number in range(50)})
    small, _ = roll_of({f"N{number}": 1 for number in range(0, 50, 2)})
    order = drawn(large, names, seed, 50)
    assert drawn(small, names, seed, 25) == [name for name in order if int(name[1:]) % 2 == 0]


def test_streaming_pieces_and_cutting_back_change_nothing():
    data, _ = roll_of({f"N{number}": 1 + (number % 7 == 0) for number in range(9000)})
    plain = sorted(
        (urn.key(line[:64], int(line.split(b"|")[3])), line[:64])
        for urn in [tickets.urn(S, seed="a" * 64, purpose="subject")]
        for line in data.splitlines()
    )
    for limit in (0, 1, 500, 9000):
        whole = tickets.smallest(S, seed="a" * 64, purpose="subject", roll=data, limits={"A": limit})["A"]
        lines = tickets.smallest(
            S, seed="a" * 64, purpose="subject", roll=data.splitlines(True), limits={"A": limit}
        )["A"]
        assert whole == lines == plain[:limit]


@pytest.mark.parametrize("size", [2100, 2500, 9000])
def test_a_guessed_threshold_changes_speed_and_never_the_result(monkeypatch, size):
    data, _ = roll_of({f"N{number}": 1 + (number % 50 == 0) for number in range(size)})
    asked = {"seed": "b" * 64, "purpose": "subject", "limits": {"A": 2050}}
    plain = tickets.smallest(S, roll=iter([data]), **asked)
    assert tickets.smallest(S, roll=data, **asked) == plain
    monkeypatch.setattr(tickets, "likely_threshold", lambda limit, size: b"\x01" * 32)
    assert tickets.smallest(S, roll=data, **asked) == plain


def test_a_threshold_keeps_memory_flat(monkeypatch):
    """A stratum never holds more than its limit, the slack and one block."""
    monkeypatch.setattr(tickets, "SLACK", 50)
    most = 0
    original = tickets._Smallest.add

    def watched(self, found):
        nonlocal most
        original(self, found)
        most = max(most, len(self.held))

    monkeypatch.setattr(tickets._Smallest, "add", watched)
    data, _ = roll_of({f"N{number}": 1 for number in range(8000)})
    tickets.smallest(S, seed="a" * 64, purpose="subject", roll=data, limits={"A": 20})
    assert most < 20 + 50 + 600


@pytest.mark.slow
def test_pairing_loads_are_even_and_no_team_is_preferred():
    tags = [hex_digest(S, b"visit %d" % number) for number in range(10)]
    plan = {"items": [item("I", "s", [], panel="P")]}
    strata = [{"item": "I", "stratum": "A", "forced": [], "drawn": tags}]
    teams = [{"team": n, "captain": f"c{n}", "members": [f"m{n}"]} for n in (1, 2, 3)]
    panels = [{"panel": "P", "teams": teams, "substitutes": []}]
    bonds = pairing.Bonds(frozenset(), {})
    first, loads = Counter(), Counter()
    for seed in seeds(FEW, "pairs"):
        pairs = pairing.pair(S, seed=seed, plan=plan, strata=strata, panels=panels, bonds=bonds)
        first[pairs[0]["team"]] += 1
        load = Counter(pair["team"] for pair in pairs)
        assert max(load.values()) <= 4
        loads.update(load)
    assert chi2(first, dict.fromkeys((1, 2, 3), FEW / 3)) < bound(2)
    assert max(loads.values()) - min(loads.values()) < FEW * 10 * 0.02


def test_every_inspector_leads_and_serves_equally_often():
    people = [panel.Inspector(hex_digest(S, b"%d" % n), "ZF", "E", True, frozenset()) for n in range(8)]
    one = team_panel("P", "r", ["ZF"], count=2, size=2, factor100=150)
    leads, serves = Counter(), Counter()
    for seed in seeds(FEW, "panel"):
        (made,) = panel.compose(S, seed=seed, panels=[one], rosters={"r": people}, kinds={"r": "inspector"})
        leads.update(team["captain"] for team in made["teams"])
        serves.update(tag for team in made["teams"] for tag in team["members"])
    for seen in (leads, serves):
        assert chi2(seen, {p.tag: FEW * 2 / 8 for p in people}) * 7 / 6 < bound(7)


def test_a_whole_item_draws_its_quota_from_each_stratum():
    entries = [Entry(f"USCC:{n}", {"n": n, "m": 0}, "A" if n % 4 else "B") for n in range(200)]
    data = roll.file_bytes(rows.build(S, entries))
    tiers = [{"upto": None, "ppm": 50000}]
    asked = {"item": "I", "rules": [rule("A", tiers=tiers), rule("B", tiers=tiers)]}
    for seed in seeds(30):
        found = selection.select(S, seed=seed, kind="subject", item=asked, roll=data)
        assert [(one["k"], len(one["drawn"])) for one in found] == [(8, 8), (3, 3)]
