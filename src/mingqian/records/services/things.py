"""What records are of. Rooms above register their kinds of things; the one table stands in ``site.wiring``."""

from collections.abc import Iterable
from datetime import date

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, demand, denied
from mingqian.records import known, policies
from mingqian.records.types import Described, Things


def connect(table: Iterable[Things]) -> None:
    """Take over the whole table; a second call replaces the first."""
    known.TABLE.clear()
    known.TABLE.update((one.word, one) for one in table)


def addable(thing: str, *, by: Actor) -> None:
    """Refuses whoever may not add records to it; nobody may to what is not there."""
    kind, key = known.kind_of(thing)
    demand(kind.may_add(by, key))


def seen(thing: str, *, by: Actor) -> Described:
    """The thing, if this person may see its records."""
    kind, key = known.kind_of(thing)
    demand(kind.may_see(by, key))
    return _described(kind, key, thing)


def under_way(by: Actor, *, on: date) -> list[tuple[str, Described]]:
    """Everything of every kind that is under way on a day, as far as this person may see it."""
    return [
        (f"{kind.word}:{one.key}", one) for kind in known.TABLE.values() for one in kind.under_way(by, on)
    ]


def _described(kind: Things, key: str, thing: str) -> Described:
    found = kind.describe(key)
    if found is None:
        raise Refused(denied("records.thing.not_found", f"没有这件事：{thing[:80]}", "", "请核对编号"))
    return found


def may_add(thing: str, *, by: Actor) -> bool:
    """Would a record of this person's be taken?"""
    kind, key = known.kind_of(thing)
    return kind.may_add(by, key).ok


def may_see(thing: str, *, by: Actor) -> bool:
    """Is the thing one this person sees?"""
    kind, key = known.kind_of(thing)
    return kind.may_see(by, key).ok


def keeps(by: Actor) -> bool:
    """Does this person hand in records at the desk, for teams that came back with a card?"""
    return by.has(*policies.KEEPERS)
