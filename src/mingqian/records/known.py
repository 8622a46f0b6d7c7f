"""The table of things records may be of, as the wiring handed it over."""

from django.db.models import Q

from mingqian.accounts.types import Actor
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


def shared(by: Actor, field: str = "thing") -> Q:
    """A filter for rows of things that are this person's units' as well as the keeper's."""
    condition = Q(pk__in=[])
    for kind in TABLE.values():
        if kind.shared is not None and by.scope_paths:
            condition |= Q(**{f"{field}__in": kind.shared(by)})
    return condition


def paths(thing: str, keeper: str) -> tuple[str, ...]:
    """Every unit whose thing it is; the keeper alone where its room no longer knows it."""
    found = described(thing)
    return found.unit_paths if found else (keeper,)


def title(thing: str) -> str:
    """Its title; the plain key where its room no longer knows it."""
    found = described(thing)
    return found.title if found else thing
