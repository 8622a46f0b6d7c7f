"""Reads of accounts. Nobody sees beyond the scope of a running post."""

from mingqian.accounts.selectors import seats, sessions, todo, tokens
from mingqian.accounts.selectors.people import (
    actor,
    actor_of,
    bureau,
    districts_of,
    divisions,
    holders,
    in_scope,
    namesakes,
    organ,
    people,
    posts,
    units,
    within,
)

__all__ = [
    "actor",
    "actor_of",
    "bureau",
    "districts_of",
    "divisions",
    "holders",
    "in_scope",
    "namesakes",
    "organ",
    "people",
    "posts",
    "seats",
    "sessions",
    "todo",
    "tokens",
    "units",
    "within",
]
