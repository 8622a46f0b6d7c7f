"""Where a sentence could be read in two ways, three programs read it in the one way of ADR 6."""

from pathlib import Path

import pytest
from tests.publicity import browsers
from tests.verify import sweep

# Every fourth in the quick tier, all of them in the full one.
SPREAD = [
    pytest.param(at, marks=() if at % 4 == 0 else pytest.mark.slow, id=one.name.replace(" ", "-"))
    for at, one in enumerate(sweep.disputed())
]


@pytest.mark.parametrize("at", SPREAD)
def test_a_sentence_is_read_in_one_way_by_both_programs(at: int, tmp_path: Path) -> None:
    (verdict,) = sweep.judged(sweep.disputed()[at : at + 1], tmp_path)
    expected = tuple(filter(None, [verdict.case.stopped_by]))
    assert verdict.product == verdict.program == expected, verdict.why


@pytest.mark.slow
@pytest.mark.skipif(sweep.node() is None, reason="node is not installed: Chromium runs the whole sweep")
def test_and_in_the_same_way_by_the_portal(tmp_path: Path) -> None:
    told = sweep.by_javascript(sweep.disputed(), browsers.served(tmp_path), tmp_path)
    for case, codes in zip(sweep.disputed(), told, strict=True):
        assert codes == tuple(filter(None, [case.stopped_by])), case.name
