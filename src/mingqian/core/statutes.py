"""Which laws mean working days when they say 「日」. A table with its articles, nothing else.

行政处罚法 85, 行政强制法 69 and 行政复议法 88 name the figures; what a law leaves open runs in calendar
days and rolls over a day off, which is the stricter reading for the office.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mingqian.core.timelimits import Period, Unit


@dataclass(frozen=True, slots=True)
class Statute:
    """The figures of a law that mean working days, or all up to ``up_to``."""

    clause: str
    figures: frozenset[int] = frozenset()
    up_to: int = 0


STATUTES: Mapping[str, Statute] = {
    "行政处罚法": Statute("行政处罚法 85", frozenset({2, 3, 5, 7})),
    "行政强制法": Statute("行政强制法 69", up_to=10),
    "行政复议法": Statute("行政复议法 88", frozenset({3, 5, 7, 10})),
}


def unit(law: str, days: int) -> Unit:
    """Working or calendar days for a bare 「日」 in this law."""
    statute = STATUTES.get(law)
    if statute and (days in statute.figures or days <= statute.up_to):
        return Unit.WORKING_DAYS
    return Unit.CALENDAR_DAYS


def period(law: str, article: str, days: int, name: str = "", event: str = "") -> Period:
    """A period as a law words it: 「七日内」 in 行政处罚法 61 → 7 working days, citing both articles."""
    found = unit(law, days)
    clause = f"{law} {article}".strip()
    if found is Unit.WORKING_DAYS:
        clause += f"、{STATUTES[law].clause.rsplit(' ', 1)[1]}"
    return Period(days, found, name, event, clause)
