"""Statutes: which bare 「日」 are working days."""

import pytest

from mingqian.core import statutes
from mingqian.core.timelimits import Unit


@pytest.mark.parametrize(
    ("law", "days", "working"),
    [
        *(("行政处罚法", days, True) for days in (2, 3, 5, 7)),
        *(("行政处罚法", days, False) for days in (15, 30, 90)),
        *(("行政强制法", days, True) for days in (3, 5, 7, 10)),
        ("行政处罚法", 1, False),
        ("行政强制法", 30, False),
        *(("行政复议法", days, True) for days in (3, 5, 7, 10)),
        ("行政复议法", 60, False),
        ("行政复议法", 9, False),
        ("国务院令310号", 3, False),
        ("行政诉讼法", 15, False),
    ],
)
def test_each_figure_counts_as_its_statute_says(law: str, days: int, working: bool) -> None:
    assert (statutes.unit(law, days) is Unit.WORKING_DAYS) == working


def test_a_statutory_period_cites_both_articles() -> None:
    period = statutes.period("行政处罚法", "61", 7, "送达", "作出决定")
    assert (period.count, period.unit, period.clause) == (7, Unit.WORKING_DAYS, "行政处罚法 61、85")
    assert statutes.period("行政处罚法", "67", 15).clause == "行政处罚法 67"
