"""Writes of the draw room, one module per step of the ceremony; all keyword-only, all by= and now=."""

from mingqian.draw.services import (
    announcing,
    auditing,
    changing,
    computing,
    freezing,
    log,
    longwork,
    photographing,
    preparation,
    publishing,
    randomness,
    revealing,
    reviewing,
    sealing,
    seats,
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
    "photographing",
    "preparation",
    "publishing",
    "randomness",
    "revealing",
    "reviewing",
    "sealing",
    "seats",
    "signing",
]
