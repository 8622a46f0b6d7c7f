"""Reads of planning; the first argument is who asks, and nobody sees beyond the scope of a running post."""

from mingqian.planning.selectors import (
    annual,
    demands,
    drawing,
    exemptions,
    forecast,
    implementations,
    packs,
    papers,
    quotas,
    specials,
    todo,
    visits,
)

__all__ = [
    "annual",
    "demands",
    "drawing",
    "exemptions",
    "forecast",
    "implementations",
    "packs",
    "papers",
    "quotas",
    "specials",
    "todo",
    "visits",
]
