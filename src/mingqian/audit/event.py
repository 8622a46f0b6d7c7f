"""One kind of event, as the tables of ``house_events`` and ``regime_events`` list them."""

from typing import NamedTuple


class Event(NamedTuple):
    """Kind, room, words."""

    kind: str
    room: str
    label: str
