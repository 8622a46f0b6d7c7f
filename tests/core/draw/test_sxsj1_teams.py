"""Panels and pairing: captains, members, substitutes, loads, conflicts and qualifications."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.draw.scenario import item, team_panel
from tests.laws import examples

from mingqian.core.canonical import Suite, hex_digest, text_hash
from mingqian.core.draw import conflicts, pairing, panel, result, tickets
from mingqian.core.draw.panel import Inspector

S = Suite.SHA256
ROLL = "r"


def person(
    number: int, *, stratum: str = "ZF", status: str = "E", captain: bool = True, quals=()
) -> Inspector:
    tag = hex_digest(S, b"person %d" % number)
    return Inspector(tag, stratum, status, captain, frozenset(quals))


def ranked(people: list[Inspector], seed: str) -> list[str]:
    """T("ticket", seed, "inspector", tag, 1), written out."""
    keyed = sorted((text_hash(S, "ticket", seed, "inspector", one.tag, 1), one.tag) for one in people)
    return [tag for _, tag in keyed]


SEEDS = st.integers(0, 10**9).map(lambda number: hex_digest(S, b"seed %d" % number))


@given(SEEDS, st.integers(1, 4), st.integers(2, 4), st.integers(100, 300))
def test_teams_are_filled_by_rank(seed, count, size, factor):
    people = [person(number, captain=number % 2 == 0) for number in range(32)]
    one = team_panel("P", ROLL, ["ZF"], count=count, size=size, factor100=factor)
    (made,) = panel.compose(S, seed=seed, panels=[one], rosters={ROLL: people}, kinds={ROLL: "inspector"})
    order = ranked(people, seed)
    leaders = {p.tag for p in people if p.captain}
    captains = [tag for tag in order if tag in leaders][:count]
    others = [tag for tag in order if tag not in captains]
    drawn = min(32, -(-count * size * factor // 100))
    assert [team["captain"] for team in made["teams"]] == captains
    for place, tag in enumerate(others[: count * (size - 1)]):
        assert made["teams"][place % count]["members"][place // count] == tag
    assert made["substitutes"] == others[count * (size - 1) : drawn - count]
    assert [team["team"] for team in made["teams"]] == list(range(1, count + 1))


@given(SEEDS)
def test_nobody_sits_in_two_panels_and_team_numbers_run_on(seed):
    """M4: {team: 1} must not name two teams."""
    people = [person(number) for number in range(14)]
    listed = [team_panel(name, ROLL, ["ZF"], count=2, factor100=150) for name in ("P1", "P2")]
    made = panel.compose(S, seed=seed, panels=listed, rosters={ROLL: people}, kinds={ROLL: "inspector"})
    seats = [tag for one in made for team in one["teams"] for tag in [team["captain"], *team["members"]]]
    seats += [tag for one in made for tag in one["substitutes"]]
    assert len(seats) == len(set(seats)) == 12
    assert [team["team"] for one in made for team in one["teams"]] == [1, 2, 3, 4]


@given(SEEDS)
def test_appointed_captains_keep_their_order_and_are_not_drawn(seed):
    chiefs = [person(100 + number, status="X:AP") for number in range(2)]
    people = [person(number, captain=False) for number in range(6)]
    tags = [one.tag for one in chiefs]
    one = team_panel("P", ROLL, ["ZF"], count=2, size=3, captain="appointed", appointed=tags, factor100=125)
    (made,) = panel.compose(
        S, seed=seed, panels=[one], rosters={ROLL: [*people, *chiefs]}, kinds={ROLL: "inspector"}
    )
    order = ranked(people, seed)
    assert [team["captain"] for team in made["teams"]] == tags
    assert made["teams"][0]["members"] == [order[0], order[2]]
    assert made["teams"][1]["members"] == [order[1], order[3]]
    assert made["substitutes"] == order[4:5], "need counts the members only"


@examples(200)
@given(
    st.lists(st.tuples(st.sampled_from(["YW", "ZF"]), st.booleans()), min_size=1, max_size=16),
    st.lists(
        st.tuples(
            st.sampled_from([["YW"], ["ZF"], ["YW", "ZF"]]),
            st.integers(1, 3),
            st.integers(2, 3),
            st.integers(100, 300),
        ),
        min_size=1,
        max_size=3,
    ),
    SEEDS,
)
def test_a_plan_found_feasible_never_fails_after_the_seed(crew, wanted, seed):
    """H7: too few captains among the drawn must not become a reason to stop after the seed."""
    people = [person(n, stratum=stratum, captain=captain) for n, (stratum, captain) in enumerate(crew)]
    listed = [
        team_panel(f"P{n}", ROLL, strata, count=count, size=size, factor100=factor)
        for n, (strata, count, size, factor) in enumerate(wanted)
    ]
    if panel.infeasible(listed, {ROLL: people}):
        return
    for one in panel.compose(S, seed=seed, panels=listed, rosters={ROLL: people}, kinds={ROLL: "inspector"}):
        assert all(team["captain"] and team["members"] for team in one["teams"])


def test_infeasible_panels_are_named_with_both_reasons():
    people = [person(number, captain=number == 0) for number in range(5)]
    listed = [team_panel("P1", ROLL, ["ZF"], count=2), team_panel("P2", ROLL, ["ZF"], count=2)]
    found = panel.infeasible(listed, {ROLL: people})
    assert any("P1" in fault and "组长" in fault for fault in found)
    assert any("P2" in fault and "人员" in fault for fault in found)
    with pytest.raises(panel.PanelError):
        panel.compose(S, seed="a" * 64, panels=listed, rosters={ROLL: people}, kinds={ROLL: "inspector"})


def paired(tags, teams, *, ties=(), quals=None, demands=(), seed="5" * 64):
    plan = {"items": [item("I", "s", [], quals=list(demands), panel="P")]}
    strata = [{"item": "I", "stratum": "A", "forced": [], "drawn": tags}]
    panels = [
        {
            "panel": "P",
            "teams": [{"team": n, "captain": f"c{n}", "members": [f"m{n}"]} for n in range(1, teams + 1)],
            "substitutes": [],
        }
    ]
    bonds = pairing.Bonds(frozenset(ties), {"P": quals or {}})
    return pairing.pair(S, seed=seed, plan=plan, strata=strata, panels=panels, bonds=bonds)


TAGS = [hex_digest(S, b"subject %d" % number) for number in range(60)]


@given(st.integers(1, 60), st.integers(1, 7), SEEDS)
def test_loads_differ_by_less_than_a_fair_share_and_never_exceed_it(visits, teams, seed):
    made = paired(TAGS[:visits], teams, seed=seed)
    loads = [sum(pair["team"] == team for pair in made) for team in range(1, teams + 1)]
    assert sum(loads) == visits and max(loads) <= -(-visits // teams)


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(1, 3)), max_size=30), SEEDS)
def test_nobody_visits_a_subject_with_whom_there_is_a_tie(pairs, seed):
    ties = {(f"m{team}", TAGS[subject]) for subject, team in pairs}
    for pair in paired(TAGS[:10], 3, ties=ties, seed=seed):
        able = [team for team in (1, 2, 3) if (f"m{team}", pair["tag"]) not in ties]
        assert pair["team"] in able if able else pair["team"] == 0


def test_when_all_able_teams_are_full_the_least_loaded_of_them_goes():
    ties = {("m2", tag) for tag in TAGS[:9]} | {("m3", tag) for tag in TAGS[:9]}
    made = paired(TAGS[:9], 3, ties=ties)
    assert [pair["team"] for pair in made] == [1] * 9


def test_a_visit_needs_enough_holders_of_every_code():
    demands = [{"code": "ZF", "persons": 2}, {"code": "SB", "persons": 1}]
    quals = {
        "c1": frozenset({"ZF"}),
        "m1": frozenset({"ZF", "SB"}),
        "c2": frozenset({"ZF", "SB"}),
        "m2": frozenset({"SB"}),
    }
    assert {pair["team"] for pair in paired(TAGS[:6], 2, quals=quals, demands=demands)} == {1}
    assert {pair["team"] for pair in paired(TAGS[:6], 2, demands=demands)} == {0}


def test_what_somebody_holds_is_read_in_the_roll_of_the_panel():
    """A person of two rolls has one tag and may have two records."""

    def held(*codes):
        return [panel.Inspector("a" * 64, "ZF", "E", bool(codes), frozenset(codes))]

    rosters = {"1" * 64: held("SB"), "2" * 64: held()}
    plan = {
        "panels": [
            team_panel("P1", "1" * 64, ["ZF"], count=1),
            team_panel("P2", "2" * 64, ["ZF"], count=1),
        ]
    }
    bonds = pairing.Bonds(frozenset(), result.quals_of(plan, rosters))
    demands = [[{"code": "SB", "persons": 1}]]
    assert bonds.able("P1", ["a" * 64], TAGS[0], demands)
    assert not bonds.able("P2", ["a" * 64], TAGS[0], demands)
    assert result.captains_of(plan, rosters) == {"P1": {"a" * 64}, "P2": frozenset()}


def test_one_visit_serves_all_items_in_order_of_first_appearance():
    items = [item("B1", "s", [], panel="P"), item("A2", "s", [], panel="P"), item("C3", "s", [])]
    strata = [
        {"item": "B1", "stratum": "A", "forced": ["t2"], "drawn": ["t1"]},
        {"item": "B1", "stratum": "B", "forced": [], "drawn": ["t3"]},
        {"item": "A2", "stratum": "A", "forced": ["t1"], "drawn": ["t4"]},
        {"item": "C3", "stratum": "A", "forced": [], "drawn": ["t5"]},
    ]
    assert pairing.visits("P", items, strata) == {
        "t2": ["B1"],
        "t1": ["B1", "A2"],
        "t3": ["B1"],
        "t4": ["A2"],
    }
    assert list(pairing.visits("P", items, strata)) == ["t2", "t1", "t3", "t4"]


def test_the_least_pair_ticket_wins():
    (pair,) = paired(TAGS[:1], 5)
    expected = min((text_hash(S, "pair", "5" * 64, TAGS[0], team), team) for team in range(1, 6))[1]
    assert pair["team"] == expected
    assert tickets.urn(S, seed="5" * 64, purpose="x").first(TAGS[0]).hex() == text_hash(
        S, "ticket", "5" * 64, "x", TAGS[0], 1
    )


def test_conflicts_are_committed_in_order_and_an_empty_list_is_the_hash_of_nothing():
    ties = [("a" * 64, "b" * 64), ("c" * 64, "d" * 64)]
    leaves = conflicts.leaves(S, "e" * 64, ties)
    assert leaves == sorted(leaves) == conflicts.leaves(S, "e" * 64, ties[::-1])
    assert conflicts.root(S, []) == hex_digest(S, b"")
    assert conflicts.commitment(S, "e" * 64, [])["count"] == 0


def test_a_hidden_tie_is_found_with_the_key():
    ties = [("a" * 64, "b" * 64), ("c" * 64, "d" * 64)]
    leaves = conflicts.leaves(S, "e" * 64, ties)
    people, subjects = ["a" * 64, "c" * 64], ["b" * 64, "d" * 64]
    assert conflicts.hidden(S, "e" * 64, leaves, ties, people, subjects) == []
    assert conflicts.hidden(S, "e" * 64, leaves, ties[:1], people, subjects) == ties[1:]
