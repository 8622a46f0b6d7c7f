"""Whoever can compute everything anew is still stopped, by the same checks in both verifiers."""

from pathlib import Path

import pytest
from tests.verify import sweep

# Every fourth in the quick tier, all of them in the full one.
SPREAD = [
    pytest.param(at, marks=() if at % 4 == 0 else pytest.mark.slow, id=str(one).replace(" ", "-"))
    for at, one in enumerate(sweep.frauds.ALL)
]


@pytest.mark.parametrize("at", SPREAD)
def test_a_recomputed_fraud_is_refused_by_both_where_it_must_be(at: int, tmp_path: Path) -> None:
    (verdict,) = sweep.judged(sweep.forged()[at : at + 1], tmp_path)
    assert verdict.product
    assert not verdict.fault
