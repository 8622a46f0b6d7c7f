"""Typed access to effective values; a value of the wrong shape is a bug of the schema, not of a pack."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from mingqian.policy.layers import Effective

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Said(Generic[V]):
    """What a rule says and where it says so: a number never travels without its clause.

    ``binding`` is false for a default of the product: it fills silence, warns, and refuses nothing.
    """

    value: V
    clause: str
    binding: bool = True


def said(policy: Effective, key: str, kind: type[V]) -> Said[V] | None:
    """The value in force with its citation; None where nobody says anything usable."""
    value = of(policy, key, kind)
    return None if value is None else _cited(policy, key, value)


def said_several(policy: Effective, key: str, kind: type[V]) -> Said[tuple[V, ...]] | None:
    """The list in force with its citation; None where it is empty."""
    found = several(policy, key, kind)
    return _cited(policy, key, found) if found else None


def said_texts(policy: Effective, key: str) -> Said[tuple[str, ...]] | None:
    """A list of words or codes, those of several layers joined; None where it is empty."""
    found = texts(policy, key)
    return _cited(policy, key, found) if found else None


def _cited(policy: Effective, key: str, value: V) -> Said[V]:
    return Said(value, policy.clause(key), not policy.values[key].is_default)


def of(policy: Effective, key: str, kind: type[V]) -> V | None:
    """The effective value if it is of this kind; None if nobody says anything."""
    value = policy.value(key)
    if value is None:
        return None
    if not isinstance(value, kind):
        raise TypeError(f"{key}: {type(value).__name__} is not {kind.__name__}")
    return value


def several(policy: Effective, key: str, kind: type[V]) -> tuple[V, ...]:
    """The effective list of this kind; empty if nobody says anything."""
    value = policy.value(key)
    if value is None:
        return ()
    if not isinstance(value, tuple):
        raise TypeError(f"{key}: {type(value).__name__} is not a list")
    return tuple(one for one in value if isinstance(one, kind))


def texts(policy: Effective, key: str) -> tuple[str, ...]:
    """The effective list of words or codes; lists that stand side by side are joined."""
    value = policy.values[key]
    beside = [one.value for one in value.also if isinstance(one.value, tuple)]
    joined = [one for words in (several(policy, key, str), *beside) for one in words if isinstance(one, str)]
    return tuple(dict.fromkeys(joined))


def flag(policy: Effective, key: str, *, default: bool = False) -> bool:
    """The effective yes or no."""
    value = of(policy, key, bool)
    return default if value is None else value
