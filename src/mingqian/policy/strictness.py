"""Which of two values of one parameter binds the bureau more. Pure comparison, no layers here."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from mingqian.policy.schema.key import Key, Order
from mingqian.policy.schema.values import Deadline, Range, Rate, Tier, Value, VisitCap, Witness, YearDate


class Relation(StrEnum):
    """How the lower value stands to the upper one; APART: they do not compare."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    APART = "apart"


def compare(key: Key, lower: Value, upper: Value) -> Relation:
    """How ``lower`` stands to ``upper`` under the order of this key."""
    if lower == upper:
        return Relation.SAME
    return ORDERS[key.order](key, lower, upper)


def rate_at(tiers: tuple[Tier, ...], n: int) -> int:
    """Parts per million for ``n`` subjects: the first tier that reaches it (以下 includes the number)."""
    return next(tier.rate.ppm for tier in tiers if tier.upto is None or n <= tier.upto)


def _by(stricter: bool) -> Relation:
    return Relation.STRICTER if stricter else Relation.LOOSER


def _higher(key: Key, lower: Value, upper: Value) -> Relation:
    if isinstance(lower, Rate) and isinstance(upper, Rate):
        return _by(lower.ppm > upper.ppm)
    if isinstance(lower, int) and isinstance(upper, int):
        return _by(lower > upper)
    if isinstance(lower, tuple) and isinstance(upper, tuple):
        return _tiers(_only_tiers(lower), _only_tiers(upper))
    return Relation.APART


def _only_tiers(values: tuple[object, ...]) -> tuple[Tier, ...]:
    return tuple(value for value in values if isinstance(value, Tier))


def _tiers(lower: tuple[Tier, ...], upper: tuple[Tier, ...]) -> Relation:
    """Stricter only where no total of subjects gives fewer."""
    edges = {tier.upto for tier in lower + upper if tier.upto is not None}
    points = sorted({1} | edges | {edge + 1 for edge in edges})
    gaps = [rate_at(lower, n) - rate_at(upper, n) for n in points]
    if any(gap < 0 for gap in gaps):
        return Relation.LOOSER
    return Relation.STRICTER if any(gaps) else Relation.SAME


def _lower(key: Key, lower: Value, upper: Value) -> Relation:
    turned = {Relation.STRICTER: Relation.LOOSER, Relation.LOOSER: Relation.STRICTER}
    relation = _higher(key, lower, upper)
    return turned.get(relation, relation)


def _true(key: Key, lower: Value, upper: Value) -> Relation:
    return _by(lower is True)


def _false(key: Key, lower: Value, upper: Value) -> Relation:
    return _by(lower is False)


def _more(key: Key, lower: Value, upper: Value) -> Relation:
    """Lists of which neither holds the other stand side by side: both must be met."""
    if not isinstance(lower, tuple) or not isinstance(upper, tuple):
        return Relation.APART
    mine, theirs = frozenset(map(str, lower)), frozenset(map(str, upper))
    if mine == theirs:
        return Relation.SAME
    return _by(mine > theirs) if mine > theirs or mine < theirs else Relation.APART


def _fewer(key: Key, lower: Value, upper: Value) -> Relation:
    if not isinstance(lower, tuple) or not isinstance(upper, tuple):
        return Relation.APART
    mine, theirs = frozenset(map(str, lower)), frozenset(map(str, upper))
    return Relation.SAME if mine == theirs else _by(mine < theirs)


def _later_choice(key: Key, lower: Value, upper: Value) -> Relation:
    order = list(key.choices)
    return _by(order.index(str(lower)) > order.index(str(upper)))


def _shorter(key: Key, lower: Value, upper: Value) -> Relation:
    """Deadlines compare only with the same start and the same counting; else both clocks run."""
    if not isinstance(lower, Deadline) or not isinstance(upper, Deadline):
        return Relation.APART
    if (lower.unit, lower.start) != (upper.unit, upper.start):
        return Relation.APART
    mine, theirs = (lower.amount, lower.extension), (upper.amount, upper.extension)
    if all(a <= b for a, b in zip(mine, theirs, strict=True)):
        return Relation.STRICTER
    return Relation.LOOSER


def _earlier(key: Key, lower: Value, upper: Value) -> Relation:
    if not isinstance(lower, YearDate) or not isinstance(upper, YearDate):
        return Relation.APART
    return _by((lower.month, lower.day) < (upper.month, upper.day))


def _within(key: Key, lower: Value, upper: Value) -> Relation:
    if not isinstance(lower, Range) or not isinstance(upper, Range):
        return Relation.APART
    inside = upper.low <= lower.low and lower.high <= upper.high
    return _by(inside)


def _cap(key: Key, lower: Value, upper: Value) -> Relation:
    """Stricter where keeping the lower cap always keeps the upper: 2 a year keeps 4 in two, not the reverse."""
    if not isinstance(lower, VisitCap) or not isinstance(upper, VisitCap):
        return Relation.APART
    fewer = -(-upper.years // lower.years) * lower.times <= upper.times
    wider = lower.unless_penalised <= upper.unless_penalised
    firmer = lower.lead_driven_exempt <= upper.lead_driven_exempt
    return _by(fewer and wider and firmer)


def _witness(key: Key, lower: Value, upper: Value) -> Relation:
    if not isinstance(lower, Witness) or not isinstance(upper, Witness):
        return Relation.APART
    kind = upper.kind == "any" or lower.kind == upper.kind
    return _by(kind and lower.at_least >= upper.at_least and lower.mandatory >= upper.mandatory)


def _own(key: Key, lower: Value, upper: Value) -> Relation:
    return Relation.APART


ORDERS: Mapping[Order, Callable[[Key, Value, Value], Relation]] = {
    Order.HIGHER: _higher,
    Order.LOWER: _lower,
    Order.TRUE: _true,
    Order.FALSE: _false,
    Order.MORE: _more,
    Order.FEWER: _fewer,
    Order.LATER_CHOICE: _later_choice,
    Order.SHORTER: _shorter,
    Order.EARLIER: _earlier,
    Order.WITHIN: _within,
    Order.CAP: _cap,
    Order.WITNESS: _witness,
    Order.OWN: _own,
}
