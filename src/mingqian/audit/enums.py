"""The events that may be journaled: kind, room, label. ``docs/reference/events.md`` is printed from it.

Kinds are past tense, ``thing.done``. A kind that has been journaled is never renamed or removed: old
entries carry it. Each room adds its own rows under its own heading.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Event(NamedTuple):
    """One kind of event."""

    kind: str
    room: str
    label: str


_TABLE = (
    # accounts
    Event("bureau.founded", "accounts", "建局：首个单位与三名管理员"),
    Event("unit.created", "accounts", "新建单位"),
    Event("person.created", "accounts", "新建人员"),
    Event("post.appointed", "accounts", "任命"),
    Event("post.ended", "accounts", "免职"),
    # registry
    # planning
    # draw
)

EVENTS: Mapping[str, Event] = MappingProxyType({event.kind: event for event in _TABLE})
