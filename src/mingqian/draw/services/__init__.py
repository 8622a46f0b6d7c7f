"""Writes of the draw room, one module per step of the ceremony; all keyword-only, all by= and now=."""

from mingqian.draw.services import (
    announcing,
    auditing,
    changing,
    computing,
    freezing,
    log,
    longwork,
    preparation,
    publishing,
    randomness,
    revealing,
    sealing,
    signing,
)

__all__ = [
    "announcing",
    "auditing",
    "changing",
    "computing",
    "freezing",
    "log",
    "longwork",
    "preparation",
    "publishing",
    "randomness",
    "revealing",
    "sealing",
    "signing",
]
