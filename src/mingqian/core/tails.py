"""How rare is a number? Upper tails of the laws a report needs, to the accuracy a reader can use.

What belongs here: χ², normal and binomial tails without a library. Floats are at home here: nothing is decided by
them.
"""

from math import erfc, exp, lgamma, log, log1p, sqrt

_ENOUGH = 1e-12
_STEPS = 10_000


def normal(z: float) -> float:
    """P(|Z| ≥ |z|), both sides."""
    return erfc(abs(z) / sqrt(2.0))


def chi_square(statistic: float, freedom: int) -> float:
    """P(χ² ≥ statistic): the regularised upper incomplete gamma function of half of both."""
    if statistic <= 0 or freedom < 1:
        return 1.0
    shape, at = freedom / 2.0, statistic / 2.0
    front = exp(shape * log(at) - at - lgamma(shape))
    if at < shape + 1:
        return max(0.0, 1.0 - front * _series(shape, at))
    return min(1.0, front * _fraction(shape, at))


def _series(shape: float, at: float) -> float:
    term = total = 1.0 / shape
    for step in range(1, _STEPS):
        term *= at / (shape + step)
        total += term
        if term < total * _ENOUGH:
            break
    return total


def _fraction(shape: float, at: float) -> float:
    """Legendre's continued fraction, evaluated forwards (Lentz)."""
    tiny = 1e-300
    below = at + 1.0 - shape
    ratio, back = 1.0 / tiny, 1.0 / below
    found = back
    for step in range(1, _STEPS):
        factor = -step * (step - shape)
        below += 2.0
        back = 1.0 / ((factor * back + below) or tiny)
        ratio = (below + factor / ratio) or tiny
        found *= ratio * back
        if abs(ratio * back - 1.0) < _ENOUGH:
            break
    return found


def binomial(happened: int, chances: int, rate: float) -> float:
    """P(X ≥ happened) of so many chances, each with this rate."""
    if happened <= 0 or rate >= 1.0:
        return 1.0
    if rate <= 0.0:
        return 0.0
    terms = (
        lgamma(chances + 1) - lgamma(number + 1) - lgamma(chances - number + 1)
        + number * log(rate) + (chances - number) * log1p(-rate)
        for number in range(happened, chances + 1)
    )  # fmt: skip
    return min(1.0, sum(map(exp, terms)))
