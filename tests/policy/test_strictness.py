"""Which of two values binds more: laws of the comparison."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.policy import strictness
from mingqian.policy.schema.keys import ALL, BY_NAME
from mingqian.policy.schema.values import (
    Deadline,
    Range,
    Rate,
    StartEvent,
    Tier,
    Unit,
    Value,
    VisitCap,
    Witness,
    YearDate,
)
from mingqian.policy.strictness import Relation

TURNED = {
    Relation.SAME: {Relation.SAME},
    Relation.STRICTER: {Relation.LOOSER},
    # Two tier tables may cross: each is then looser somewhere, and neither may replace the other.
    Relation.LOOSER: {Relation.STRICTER, Relation.LOOSER},
    Relation.APART: {Relation.APART},
}
rates = st.integers(1, 1_000_000).map(Rate)


@st.composite
def tier_tables(draw: st.DrawFn) -> tuple[Tier, ...]:
    bounds = sorted(draw(st.sets(st.integers(1, 2000), max_size=3)))
    return tuple(Tier(bound, draw(rates)) for bound in (*bounds, None))


deadlines = st.builds(
    Deadline,
    st.integers(1, 60),
    st.sampled_from(list(Unit)),
    st.sampled_from([StartEvent.DECISION, StartEvent.INSPECTION_END]),
    st.integers(0, 30),
)
caps = st.builds(VisitCap, st.integers(1, 4), st.integers(1, 3), st.booleans(), st.booleans())
witnesses = st.builds(Witness, st.sampled_from(["any", "discipline"]), st.integers(1, 3), st.booleans())
words = st.lists(st.sampled_from("甲乙丙丁"), unique=True).map(tuple)
PAIRS: list[tuple[str, st.SearchStrategy[Value]]] = [
    ("ratio.tiers", tier_tables()),
    ("ratio.min_percent_general", rates),
    ("ratio.max_percent_general", rates),
    ("frequency.min_draws_per_item_year", st.integers(1, 12)),
    ("visit_cap_per_subject_year", caps),
    ("merge.force", st.sampled_from(["may", "in_principle", "must"])),
    ("draw_witness", witnesses),
    ("plan.fields", words),
    ("inspector.pool_classes", words),
    ("item.publish_first", st.booleans()),
    ("inspector.delegated_bodies", st.booleans()),
    ("result.publish_days", deadlines),
    ("stats.publish", st.builds(YearDate, st.integers(1, 12), st.integers(1, 28))),
    ("inspector.multiplier", st.builds(Range, st.integers(1, 2), st.integers(2, 3))),
    ("framework_name", st.sampled_from(["一单两库一细则", "三项制度"])),
]


def compare(key: str, lower: Value, upper: Value) -> Relation:
    return strictness.compare(BY_NAME[key], lower, upper)


@pytest.mark.parametrize(("key", "values"), PAIRS, ids=[key for key, _ in PAIRS])
def test_turning_the_question_round_turns_the_answer(key: str, values: st.SearchStrategy[Value]) -> None:
    @given(values, values)
    def law(lower: Value, upper: Value) -> None:
        assert compare(key, upper, lower) in TURNED[compare(key, lower, upper)]

    law()


@pytest.mark.parametrize(("key", "values"), PAIRS, ids=[key for key, _ in PAIRS])
def test_a_value_is_the_same_as_itself(key: str, values: st.SearchStrategy[Value]) -> None:
    @given(values)
    def law(value: Value) -> None:
        assert compare(key, value, value) is Relation.SAME

    law()


@given(tier_tables(), tier_tables(), st.integers(1, 3000))
def test_a_stricter_tier_table_never_draws_fewer(
    lower: tuple[Tier, ...], upper: tuple[Tier, ...], n: int
) -> None:
    if compare("ratio.tiers", lower, upper) in (Relation.SAME, Relation.STRICTER):
        assert strictness.rate_at(lower, n) >= strictness.rate_at(upper, n)


@given(deadlines, deadlines)
def test_deadlines_compare_only_with_the_same_start_and_counting(one: Deadline, two: Deadline) -> None:
    apart = compare("result.publish_days", one, two) is Relation.APART
    assert apart == ((one.unit, one.start) != (two.unit, two.start))


@pytest.mark.parametrize(
    ("key", "lower", "upper", "relation"),
    [
        ("stats.publish", YearDate(1, 25), YearDate(1, 31), Relation.STRICTER),
        ("stats.publish", YearDate(2, 1), YearDate(1, 31), Relation.LOOSER),
        ("inspector.multiplier", Range(2, 2), Range(1, 3), Relation.STRICTER),
        ("inspector.multiplier", Range(1, 4), Range(1, 3), Relation.LOOSER),
        ("merge.force", "must", "in_principle", Relation.STRICTER),
        ("merge.force", "may", "in_principle", Relation.LOOSER),
        ("plan.fields", ("甲", "乙"), ("甲",), Relation.STRICTER),
        ("plan.fields", ("甲",), ("乙",), Relation.APART),
        ("inspector.pool_classes", ("enforcement",), ("enforcement", "business"), Relation.STRICTER),
        ("draw_witness", Witness("discipline", 1, True), Witness("any", 1, True), Relation.STRICTER),
        ("draw_witness", Witness("any", 1, True), Witness("discipline", 1, True), Relation.LOOSER),
        ("secondary.threshold", 20000, 10000, Relation.STRICTER),
    ],
)
def test_worked_comparisons(key: str, lower: Value, upper: Value, relation: Relation) -> None:
    assert compare(key, lower, upper) is relation


def test_every_order_of_a_key_can_be_compared() -> None:
    assert {key.order for key in ALL} <= set(strictness.ORDERS)
