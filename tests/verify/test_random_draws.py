"""Draws nobody designed: whatever the lists and rules, what the core draws the one-file program draws too."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.verify import judges, stage
from tests.verify.stage import BEACON, TABLE, Variant

from mingqian.core.canonical import Suite
from mingqian.core.draw import rows

STATUSES = ("E", "E", "E", "E", "E", "F:TS", "F:XK", "X:3M", "S:EZ")
ROW = st.tuples(st.sampled_from("ABC"), st.sampled_from(STATUSES), st.sampled_from((1, 1, 1, 2, 4)))
TIERS = st.lists(st.integers(0, 60), max_size=3, unique=True).flatmap(
    lambda uptos: st.lists(st.integers(1, 1_000_000), min_size=len(uptos) + 1, max_size=len(uptos) + 1).map(
        lambda rates: [
            {"upto": upto, "ppm": rate} for upto, rate in zip([*sorted(uptos), None], rates, strict=True)
        ]
    )
)
RULE = st.fixed_dictionaries({
    "base": st.sampled_from(("all", "pool", "eligible")), "tiers": TIERS, "min": st.integers(0, 8),
    "max": st.none() | st.integers(8, 30), "monotone": st.booleans(),
})  # fmt: skip
OWN = st.fixed_dictionaries({"forced": st.sampled_from(("extra", "within")), "reserve": st.integers(0, 5)})
VARIANTS = st.builds(
    Variant, suite=st.sampled_from(list(Suite)), mode=st.sampled_from(("open", "sealed")),
    order=st.sampled_from((TABLE, BEACON)), appointed=st.booleans(), aftermath=st.booleans(),
)  # fmt: skip


def entries(parts: list[tuple[str, str, int]]) -> list[rows.Entry]:
    return [
        rows.Entry(stage.subject_id(at), {"employees": at}, stratum, status, weight if status == "E" else 1)
        for at, (stratum, status, weight) in enumerate(parts, 1)
    ]


@given(
    variant=VARIANTS, parts=st.lists(ROW, min_size=1, max_size=70), whole=st.booleans(), shared=RULE,
    each=st.lists(st.tuples(RULE, OWN), min_size=3, max_size=3), leaves=st.integers(0, 80),
)  # fmt: skip
@pytest.mark.slow
@settings(max_examples=25, deadline=None)
def test_both_programs_agree_on_any_draw(
    variant: Variant, parts: list[Any], whole: bool, shared: Any, each: list[Any], leaves: int
) -> None:
    strata = sorted({stratum for stratum, _, _ in parts})

    def plan(doc: stage.Doc) -> None:
        doc["audit_leaves"] = leaves
        doc["items"][0]["rules"] = [
            {"stratum": stratum, "scope": "item" if whole else "stratum", **(shared if whole else rule), **own,
             "batch": None, "weights": [1, 2, 4]}
            for stratum, (rule, own) in zip(strata, each, strict=False)
        ]  # fmt: skip

    bends = {"entries:LD": lambda _: entries(parts), "plan": plan}
    verdicts = judges.judge_show(stage.perform(variant, bends))
    assert verdicts.accepted, verdicts.explain()
