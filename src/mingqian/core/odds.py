"""One number held against chance: pairs of people and firms that met again, what befell one organiser and not the others.

What belongs here: the questions of the manipulation report (sxsj1 §14) that compare no groups of a list. Floats are at
home here: nothing is decided by them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from mingqian.core import tails
from mingqian.core.fairness import Group


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of a firm which somebody had visited before: by team, how many of its people had."""

    teams: int
    known: Mapping[int, int]
    came: int


def repeats(visits: Iterable[Visit]) -> Group:
    """Inspector–firm pairs that met again, against a pairing in which every team is equally likely (§7.5)."""
    met, seen, expected, variance = 0, 0, 0.0, 0.0
    for one in visits:
        seen += sum(one.known.values())
        met += one.known.get(one.came, 0)
        mean = sum(one.known.values()) / one.teams
        expected += mean
        variance += sum(number * number for number in one.known.values()) / one.teams - mean * mean
    return Group("再次相遇", seen, met, expected, sqrt(max(0.0, variance)))


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened to one organiser, against the rate of all of them together."""

    label: str
    happened: int
    chances: int
    expected: float
    p: float | None  # of so many or more; None where there is nobody to compare with


def rates(parts: Mapping[str, tuple[int, int]]) -> tuple[Rate, ...]:
    """(happened, chances) by organiser → each against all."""
    happened, chances = (sum(part[at] for part in parts.values()) for at in (0, 1))
    overall = happened / chances if chances else 0.0
    alone = sum(part[1] > 0 for part in parts.values()) < 2
    return tuple(
        Rate(label, count, of, overall * of, None if alone else tails.binomial(count, of, overall))
        for label, (count, of) in sorted(parts.items())
    )
