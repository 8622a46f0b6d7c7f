"""Whoever can compute everything anew is still stopped, by the same check in both verifiers."""

import pytest
from tests.verify import frauds, judges, stage

# Every fourth in the quick tier, all of them in the full one.
SPREAD = [
    pytest.param(one, marks=() if at % 4 == 0 else pytest.mark.slow, id=str(one))
    for at, one in enumerate(frauds.ALL)
]


@pytest.mark.parametrize("fraud", SPREAD)
def test_a_recomputed_fraud_is_refused_by_both_at_the_same_check(fraud: frauds.Fraud) -> None:
    show = stage.perform(fraud.variant, fraud.bends)
    verdicts = judges.judge_show(show)
    assert not verdicts.accepted
    assert verdicts.agree_on_the_first, verdicts.explain()
    assert verdicts.program[0] == fraud.stopped_by, verdicts.explain()
