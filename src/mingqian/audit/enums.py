"""The events that may be journaled: kind, room, label. ``docs/reference/events.md`` is printed from it.

Kinds are past tense, ``thing.done``. A kind that has been journaled is never renamed or removed: old
entries carry it. Each room adds its own rows under its own heading, in ``house_events`` or ``regime_events``. Beside
them, the words of the journal's own signed records.
"""

from collections.abc import Mapping
from types import MappingProxyType

from mingqian.audit.event import Event
from mingqian.audit.house_events import HOUSE
from mingqian.audit.regime_events import REGIME
from mingqian.audit.signing_words import KeyHolder, KeyState, Purpose, Verdict

__all__ = ["EVENTS", "Event", "KeyHolder", "KeyState", "Purpose", "Verdict"]

EVENTS: Mapping[str, Event] = MappingProxyType({event.kind: event for event in (*HOUSE, *REGIME)})
