"""Whom a lead may concern: subjects of the registry in the officer's scope, found by name, initials or code."""

from mingqian.accounts.types import Actor
from mingqian.registry import selectors as registries
from mingqian.registry.selectors.subjects import Row as Subject
from mingqian.search import selectors as search

MOST = 20


def like(by: Actor, question: str) -> list[Subject]:
    """The subject of that very code or number first, then what the search finds."""
    words = question.strip()
    if not words:
        return []
    groups = search.find(by, words, limit=MOST, kind="subject")
    codes = [words, f"USCC:{words.upper()}", *(hit.key for group in groups for hit in group.hits)]
    rows = registries.reading.named(by, codes)
    known = (rows[code] for code in dict.fromkeys(codes) if code in rows)
    return [one for one in known if one.merged_into_id is None][:MOST]
