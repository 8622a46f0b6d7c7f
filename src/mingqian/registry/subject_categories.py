"""From the 检查对象 of an item list to category tags and subject kinds: a rule file and a pure function."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mingqian.registry.enums import SubjectKind

RULES = Path(__file__).parent / "data" / "subject_categories.toml"

#: Kinds of a rule pack (org person gov internal) and the kinds of the registry behind each.
KINDS: Mapping[str, tuple[SubjectKind, ...]] = {
    "org": (
        SubjectKind.ENTERPRISE,
        SubjectKind.INDIVIDUAL_BUSINESS,
        SubjectKind.INSTITUTION,
        SubjectKind.SOCIAL_ORGANISATION,
    ),
    "gov": (SubjectKind.GOVERNMENT, SubjectKind.INSTITUTION),
    "internal": (SubjectKind.AGENCY,),
    "person": (SubjectKind.NATURAL_PERSON,),
}


@dataclass(frozen=True, slots=True)
class Categories:
    whole: frozenset[str]
    by_text: tuple[tuple[str, str], ...]  # (text, tag), first hit wins


@cache
def load(path: Path = RULES) -> Categories:
    """Read the rule file once."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    pairs = ((text, row["tag"]) for row in data["category"] for text in row["texts"])
    return Categories(frozenset(data["whole"]), tuple(pairs))


def tags_of(subjects: Iterable[str], item_code: str, rules: Categories | None = None) -> tuple[str, ...]:
    """The tags whose bearers are an item's subjects; empty when every body is one."""
    book, found = rules or load(), []
    for text in subjects:
        if text in book.whole:
            return ()
        found.append(next((tag for word, tag in book.by_text if word in text), item_code))
    return tuple(dict.fromkeys(found))


def kinds_of(codes: Iterable[str], *, tagged: bool) -> tuple[str, ...]:
    """Subject kinds behind the kind codes of a pack, in the order of the registry.

    参保单位、参保人员 means every body, but not every person of every list: beside bodies, persons are
    subjects only of items that ask for a category.
    """
    wanted = {kind for code in codes for kind in KINDS[code]}
    if not tagged and len(wanted) > 1:
        wanted.discard(SubjectKind.NATURAL_PERSON)
    return tuple(kind.value for kind in SubjectKind if kind in wanted)
