"""The table of things records may be of, as the wiring handed it over."""

from mingqian.core.decision import Refused, denied
from mingqian.records.types import Described, Things

TABLE: dict[str, Things] = {}


def kind_of(thing: str) -> tuple[Things, str]:
    """``visit:JC-2026-01`` → what is known of visits, and the key."""
    word, _, key = thing.partition(":")
    kind = TABLE.get(word)
    if kind is None or not key:
        told = f"记录不能归到“{thing[:80]}”：没有这种事"
        raise Refused(denied("records.thing.not_found", told, "", "请从任务或入企检查进入"))
    return kind, key


def described(thing: str) -> Described | None:
    """What a thing is called, for whoever already may see the row that names it."""
    word, _, key = thing.partition(":")
    kind = TABLE.get(word)
    return kind.describe(key) if kind else None


def title(thing: str) -> str:
    """Its title; the plain key where its room no longer knows it."""
    found = described(thing)
    return found.title if found else thing
