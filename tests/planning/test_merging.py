"""One visit for several items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.facts import line, rules

from mingqian.planning.enums import MergeForce
from mingqian.planning.merging import may_decline, merged_visits, overlap_findings, overlaps, workload
from mingqian.planning.types import DrawnPair, RoundFacts
from mingqian.policy.rules.reading import Said

PAIRS = [
    DrawnPair("USCC:A", "I01", True, team=1),
    DrawnPair("USCC:B", "I01", True, team=2),
    DrawnPair("USCC:A", "I05", True, team=1),
    DrawnPair("USCC:A", "I14", False, team=3),
]


def test_several_items_of_one_firm_become_one_visit() -> None:
    visits = merged_visits(PAIRS)
    assert [(visit.subject_id, visit.items) for visit in visits] == [
        ("USCC:A", ("I01", "I05")),
        ("USCC:B", ("I01",)),
    ]


def test_written_and_network_checks_make_no_visit() -> None:
    assert merged_visits([DrawnPair("USCC:A", "I14", False)]) == ()


def test_the_spared_person_days_are_those_of_the_visits_that_fall_away() -> None:
    load = workload(merged_visits(PAIRS))
    assert (load.pairs, load.visits) == (3, 2)
    assert (load.person_days_before, load.person_days_after, load.person_days_spared) == (6, 4, 2)


def test_two_teams_on_one_visit_cost_both_teams_a_day() -> None:
    pairs = [DrawnPair("USCC:A", "I01", True, team=1), DrawnPair("USCC:A", "I22", True, team=9, team_size=3)]
    assert workload(merged_visits(pairs)).person_days_after == 5


PAIR = st.builds(
    DrawnPair,
    st.sampled_from(["A", "B", "C", "D"]),
    st.sampled_from(["I1", "I2", "I3"]),
    st.booleans(),
    st.integers(0, 3),
    st.integers(2, 4),
)


@given(st.lists(PAIR, max_size=40))
def test_merging_loses_no_pair_and_never_costs_more(pairs: list[DrawnPair]) -> None:
    visits = merged_visits(pairs)
    assert {(v.subject_id, p.item_code) for v in visits for p in v.pairs} == {
        (p.subject_id, p.item_code) for p in pairs if p.on_site
    }
    assert len({visit.subject_id for visit in visits}) == len(visits)
    load = workload(visits)
    assert load.person_days_after <= load.person_days_before
    assert merged_visits([pair for visit in visits for pair in visit.pairs]) == visits


OVERLAPPING = (
    line(number=1, item_code="I01", rounds=(RoundFacts(1, 1, "R1"),)),
    line(number=2, item_code="I05", item_name="劳务派遣", rounds=(RoundFacts(1, 3, "R2"),)),
)


def test_two_sections_planning_the_same_kind_of_firm_in_one_quarter_overlap() -> None:
    found = overlaps(OVERLAPPING)
    assert [(one.number, other.number, quarter) for one, other, quarter in found] == [(1, 2, 1)]


@pytest.mark.parametrize(
    "second",
    [
        {"rounds": (RoundFacts(1, 4, "R2"),)},
        {"rounds": (RoundFacts(1, 3, "R1"),)},
        {"methods": ("written",)},
        {"subject_tags": frozenset({"labour_dispatch"})},
    ],
    ids=["another quarter", "the same batch", "another method", "another kind of subject"],
)
def test_lines_apart_or_already_joined_do_not_overlap(second: dict[str, object]) -> None:
    assert not overlaps(
        (OVERLAPPING[0], line(number=2, item_code="I05", **{"rounds": (RoundFacts(1, 3, "R2"),), **second}))
    )


@pytest.mark.parametrize(
    ("force", "reason", "ok"),
    [
        (MergeForce.MUST, "", False),
        (MergeForce.MUST, "人手不足", False),
        (MergeForce.IN_PRINCIPLE, "", False),
        (MergeForce.IN_PRINCIPLE, "对象地处两县", True),
        (MergeForce.MAY, "", True),
    ],
)
def test_the_force_of_the_pack_decides_whether_an_overlap_stops_the_plan(
    force: MergeForce, reason: str, ok: bool
) -> None:
    lines = (line(**{**_as_dict(OVERLAPPING[0]), "overlap_reason": reason}), OVERLAPPING[1])
    (finding,) = overlap_findings(lines, rules(merge_force=Said(force, "二(三)")))
    assert finding.ok is ok
    assert finding.clause == "二(三)"


def test_a_pack_without_a_merge_rule_says_nothing() -> None:
    assert overlap_findings(OVERLAPPING, rules(merge_force=None)) == ()


@pytest.mark.parametrize(
    ("force", "reason", "ok"),
    [
        (MergeForce.MUST, "不便", False),
        (MergeForce.IN_PRINCIPLE, " ", False),
        (MergeForce.IN_PRINCIPLE, "企业要求分开", True),
        (MergeForce.MAY, "", False),
        (MergeForce.MAY, "企业要求分开", True),
    ],
)
def test_declining_a_merge_obeys_the_pack(force: MergeForce, reason: str, ok: bool) -> None:
    assert may_decline(Said(force, "五(二)"), reason).ok is ok


def _as_dict(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in type(one).__dataclass_fields__}  # type: ignore[attr-defined]
