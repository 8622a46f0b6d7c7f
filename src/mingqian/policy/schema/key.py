"""What is known about one parameter key: its Chinese label, the kind of value, and which way is stricter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The shape a value has in pack.toml."""

    TEXT = "text"
    INT = "int"
    BOOL = "bool"
    RATE = "rate"
    TIERS = "tiers"
    CHOICE = "choice"
    WORDS = "words"
    CODES = "codes"
    NUMBERS = "numbers"
    RECORD = "record"
    RECORDS = "records"


class Order(StrEnum):
    """Which of two values binds the bureau more; OWN means the question has no answer."""

    HIGHER = "higher"
    LOWER = "lower"
    TRUE = "true"
    FALSE = "false"
    MORE = "more"
    FEWER = "fewer"
    LATER_CHOICE = "later_choice"
    SHORTER = "shorter"
    EARLIER = "earlier"
    WITHIN = "within"
    CAP = "cap"
    WITNESS = "witness"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table of parameters; ``row`` is its number there, 0 for later additions."""

    name: str
    label: str
    kind: Kind
    order: Order = Order.OWN
    row: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    record: type | None = None


def text(name: str, label: str, row: int = 0) -> Key:
    """A free text; only people compare it."""
    return Key(name, label, Kind.TEXT, row=row)


def number(name: str, label: str, order: Order = Order.OWN, row: int = 0) -> Key:
    """A whole number."""
    return Key(name, label, Kind.INT, order, row)


def flag(name: str, label: str, order: Order = Order.OWN, row: int = 0) -> Key:
    """Yes or no."""
    return Key(name, label, Kind.BOOL, order, row)


def choice(name: str, label: str, choices: Mapping[str, str], order: Order = Order.OWN, row: int = 0) -> Key:
    """One of a closed set, in rising strictness where the order says so."""
    return Key(name, label, Kind.CHOICE, order, row, choices)


def codes(name: str, label: str, choices: Mapping[str, str], order: Order = Order.OWN, row: int = 0) -> Key:
    """Several of a closed set."""
    return Key(name, label, Kind.CODES, order, row, choices)


def words(name: str, label: str, order: Order = Order.MORE, row: int = 0) -> Key:
    """A list of the document's own words; publishing more of them is stricter."""
    return Key(name, label, Kind.WORDS, order, row)


def record(name: str, label: str, cls: type, order: Order = Order.OWN, row: int = 0) -> Key:
    """One small record."""
    return Key(name, label, Kind.RECORD, order, row, record=cls)


def records(name: str, label: str, cls: type, order: Order = Order.OWN, row: int = 0) -> Key:
    """A list of small records."""
    return Key(name, label, Kind.RECORDS, order, row, record=cls)
