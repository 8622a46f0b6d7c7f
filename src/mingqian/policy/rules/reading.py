"""Typed access to effective values; a value of the wrong shape is a bug of the schema, not of a pack."""

from typing import TypeVar

from mingqian.policy.layers import Effective

V = TypeVar("V")


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
