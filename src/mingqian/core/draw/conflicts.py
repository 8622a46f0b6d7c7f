"""Recusal ties committed before the draw, so that none can be invented or hidden later (section 7.4).

What belongs here: entries, their root, and the openings which the transcript publishes.
"""

from collections.abc import Iterable

from mingqian.core import merkle
from mingqian.core.canonical import Document, Suite, text_hash
from mingqian.core.draw.rows import key_commit


def pair_key(suite: Suite, key: str, inspector: str, subject: str) -> str:
    """pk = T("coikey", Kc, inspector_tag, subject_tag, Kc)."""
    return text_hash(suite, "coikey", key, inspector, subject, key)


def entry(suite: Suite, pair: str, inspector: str, subject: str) -> str:
    """T("coi", pk, inspector_tag, subject_tag)."""
    return text_hash(suite, "coi", pair, inspector, subject)


def leaves(suite: Suite, key: str, ties: Iterable[tuple[str, str]]) -> list[str]:
    """All entries, strictly ascending; ``ties`` are (inspector tag, subject tag)."""
    found = {entry(suite, pair_key(suite, key, *tie), *tie) for tie in ties}
    return sorted(found)


def root(suite: Suite, entries: Iterable[str]) -> str:
    """The tree over the entries' ASCII hexadecimal; none: H("")."""
    return merkle.root(suite, (text.encode("ascii") for text in entries)).hex()


def commitment(suite: Suite, key: str, entries: list[str]) -> Document:
    """The plan's ``coi``."""
    return {"root": root(suite, entries), "count": len(entries), "key_commit": key_commit(suite, key)}


def openings(
    suite: Suite, key: str, ties: Iterable[tuple[str, str]], people: Iterable[str], subjects: Iterable[str]
) -> list[Document]:
    """(inspector, subject, pk) between anyone in teams or substitutes and a selected or reserve tag."""
    inspectors, visited = set(people), set(subjects)
    near = sorted({tie for tie in ties if tie[0] in inspectors and tie[1] in visited})
    return [
        {"inspector": inspector, "subject": subject, "key": pair_key(suite, key, inspector, subject)}
        for inspector, subject in near
    ]


def hidden(
    suite: Suite,
    key: str,
    entries: Iterable[str],
    opened: Iterable[tuple[str, str]],
    people: Iterable[str],
    subjects: Iterable[str],
) -> list[tuple[str, str]]:
    """Ties which stand among the entries but were not opened; only a holder of Kc can tell."""
    committed, known = set(entries), set(opened)
    if not committed:
        return []
    visited = sorted(set(subjects))
    return [
        (inspector, subject)
        for inspector in sorted(set(people))
        for subject in visited
        if (inspector, subject) not in known
        and entry(suite, pair_key(suite, key, inspector, subject), inspector, subject) in committed
    ]
