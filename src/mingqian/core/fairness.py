"""Was chance kind to somebody? What past draws selected, held against what chance alone would have selected.

What belongs here: the arithmetic of the manipulation report (sxsj1 §14) on the groups of a list; numbers that stand
alone are in ``odds``. Floats are at home in both and nowhere else in ``core``: nothing there decides anything, and a
statistic can never clear a single draw.

A draw enters reduced to counts: for every *pattern* (the strata in which a subject was eligible, with its slips) and
every group, how many subjects there were. One seed nests the samples of all items of a draw (§6), so a subject's
fates in two strata are one fate; the covariances below know that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from mingqian.core import tails

Pattern = tuple[tuple[int, int], ...]
"""(stratum, slips) of every stratum in which a subject was eligible."""

FEW = 5
"""Groups of which chance would draw fewer are judged together: the χ² law does not hold for them."""
OTHERS = "其他（合并）"


@dataclass(frozen=True, slots=True)
class Lot:
    """One draw, seen through one grouping of its subjects."""

    quotas: Sequence[int]  # k of every stratum
    eligible: Mapping[tuple[Pattern, str], int]
    drawn: Mapping[str, int]  # by group; a subject drawn in two strata counts twice


@dataclass(frozen=True, slots=True)
class Group:
    """One group: eligible rows, rows drawn, rows chance would have drawn."""

    label: str
    eligible: int
    drawn: int
    expected: float
    deviation: float  # the standard deviation chance gives the number drawn

    @property
    def z(self) -> float | None:
        """How many standard deviations from expectation; None where there is too little to say."""
        return (self.drawn - self.expected) / self.deviation if self.deviation > 1 else None

    @property
    def few(self) -> bool:
        """Too few for a judgement of its own."""
        return 0 < self.expected < FEW


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole grouping: its groups and the one number that judges them together."""

    title: str
    groups: tuple[Group, ...]
    freedom: int
    statistic: float
    p: float | None  # None where nothing can be compared


def compare(title: str, lots: Sequence[Lot], order: Sequence[str] = ()) -> Comparison:
    """All draws together. Given each frozen list the draws are independent, so variances add.

    Groups stand as ``order`` names them, what it does not name by its label behind them.
    """
    whole = _Sum(lots)
    small = {one.label for one in whole.groups() if one.expected < FEW}
    judged = _Sum([_merged(lot, small) for lot in lots]) if len(small) > 1 else whole
    statistic, freedom = judged.quadratic()
    p = tails.chi_square(statistic, freedom) if freedom else None
    return Comparison(title, whole.groups(order), freedom, statistic, p)


class _Sum:
    """Expectations and covariances of the numbers drawn, added over draws."""

    def __init__(self, lots: Iterable[Lot]) -> None:
        self.eligible: Counter[str] = Counter()
        self.drawn: Counter[str] = Counter()
        self.expected: dict[str, float] = {}
        self.covariance: dict[tuple[str, str], float] = {}
        for lot in lots:
            self._add(lot)

    def _add(self, lot: Lot) -> None:
        self.drawn.update(lot.drawn)
        strata = _strata(lot)
        shared: dict[tuple[int, int], dict[str, float]] = {}
        for (pattern, group), count in lot.eligible.items():
            chances = [(stratum, strata[stratum].chance(slips)) for stratum, slips in pattern]
            self.eligible[group] += count * len(chances)
            gained = count * sum(chance for _, chance in chances)
            self.expected[group] = self.expected.get(group, 0.0) + gained
            for one, here in chances:
                for other, there in chances:
                    together = count * (min(here, there) - here * there)
                    if together:
                        by_group = shared.setdefault((one, other), {})
                        by_group[group] = by_group.get(group, 0.0) + together
        for (one, other), by_group in shared.items():
            self._share(strata[one], strata[other], by_group)

    def _share(self, one: "_Stratum", other: "_Stratum", by_group: Mapping[str, float]) -> None:
        """Σ v (e − m)(e − m′)ᵀ: deviations from the centre, because each stratum draws exactly k."""
        scale, total = one.scale * other.scale, sum(by_group.values())
        for row in one.centre:
            for column in other.centre:
                found = total * one.centre[row] * other.centre[column]
                found -= by_group.get(row, 0.0) * other.centre[column]
                found -= by_group.get(column, 0.0) * one.centre[row]
                found += by_group.get(row, 0.0) if row == column else 0.0
                self.covariance[row, column] = self.covariance.get((row, column), 0.0) + scale * found

    def groups(self, order: Sequence[str] = ()) -> tuple[Group, ...]:
        """Every group where a reader looks for it; its size is a number beside it."""
        place = {label: at for at, label in enumerate(order)}
        labels = sorted(self.expected, key=lambda label: (place.get(label, len(place)), label))
        return tuple(
            Group(one, self.eligible[one], self.drawn[one], self.expected[one],
                  sqrt(max(0.0, self.covariance.get((one, one), 0.0))))
            for one in labels
        )  # fmt: skip

    def quadratic(self) -> tuple[float, int]:
        """dᵀ C⁺ d and its degrees of freedom, by elimination: the covariance of shares is never of full rank."""
        labels = sorted(self.expected)
        rows = [
            [self.covariance.get((one, other), 0.0) for other in labels]
            + [self.drawn[one] - self.expected[one]]
            for one in labels
        ]
        found, freedom, left = 0.0, 0, list(range(len(labels)))
        least = 1e-9 * max((rows[at][at] for at in left), default=0.0)
        while left:
            pivot = max(left, key=lambda at: rows[at][at])
            if rows[pivot][pivot] <= least:
                break
            left.remove(pivot)
            found += rows[pivot][-1] ** 2 / rows[pivot][pivot]
            freedom += 1
            for at in left:
                factor = rows[at][pivot] / rows[pivot][pivot]
                rows[at] = [mine - factor * its for mine, its in zip(rows[at], rows[pivot], strict=True)]
        return found, freedom


@dataclass(frozen=True, slots=True)
class _Stratum:
    """One stratum: the bar a slip must fall under, and the centre its quota holds the groups to."""

    bar: float
    scale: float
    centre: Mapping[str, float]

    def chance(self, slips: int) -> float:
        """The least of so many slips falls under the bar; k of E for one slip each, exactly."""
        return 1.0 - (1.0 - self.bar) ** slips


def _strata(lot: Lot) -> list[_Stratum]:
    slips: list[Counter[int]] = [Counter() for _ in lot.quotas]
    groups: list[Counter[tuple[str, int]]] = [Counter() for _ in lot.quotas]
    for (pattern, group), count in lot.eligible.items():
        for stratum, weight in pattern:
            slips[stratum][weight] += count
            groups[stratum][group, weight] += count
    found = []
    for quota, weights, members in zip(lot.quotas, slips, groups, strict=True):
        bar, size = threshold(weights, quota), sum(weights.values())
        # How densely keys lie at the bar: where the bar moves a little, these rows come in or go out.
        dense = {key: count * key[1] * (1.0 - bar) ** (key[1] - 1) for key, count in members.items()}
        total, centre = sum(dense.values()) or 1.0, dict[str, float]()
        for (group, _), part in dense.items():
            centre[group] = centre.get(group, 0.0) + part / total
        found.append(_Stratum(bar, sqrt(size / (size - 1)) if size > 1 else 1.0, centre))
    return found


def threshold(weights: Mapping[int, int], quota: int) -> float:
    """The bar under which ``quota`` keys lie on average; a key is the least of its slips (§6)."""
    size = sum(weights.values())
    if not size or quota >= size:
        return 1.0 if size else 0.0
    if set(weights) == {1}:
        return quota / size
    low, high = 0.0, 1.0
    for _ in range(60):
        bar = (low + high) / 2
        below = sum(count * (1.0 - (1.0 - bar) ** slips) for slips, count in weights.items())
        low, high = (bar, high) if below < quota else (low, bar)
    return (low + high) / 2


def _merged(lot: Lot, small: set[str]) -> Lot:
    eligible: Counter[tuple[Pattern, str]] = Counter()
    for (pattern, group), count in lot.eligible.items():
        eligible[pattern, OTHERS if group in small else group] += count
    drawn: Counter[str] = Counter()
    for group, count in lot.drawn.items():
        drawn[OTHERS if group in small else group] += count
    return Lot(lot.quotas, eligible, drawn)
