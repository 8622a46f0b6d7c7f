"""What a room hands over when one of its events starts a period."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from mingqian.core.timelimits import Period, Unit
from mingqian.ui.types import Deadline


@dataclass(frozen=True, slots=True)
class Start:
    """A period begins. ``thing`` names whose it is, ``kind`` which duty; ``url_name`` with ``url_key`` leads there.

    ``start`` is the day of the event; a period in hours (24小时内) runs from the moment ``at`` instead.
    ``right``: the time belongs to the other side (陈述申辩期); it ends by itself and is never overdue.
    """

    thing: str
    kind: str
    unit: int
    title: str
    about: str
    period: Period
    start: date
    url_name: str = ""
    url_key: str = ""
    right: bool = False
    at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.period.unit is Unit.HOURS) != (self.at is not None):
            raise ValueError("a period in hours, and no other, runs from a moment")


@dataclass(frozen=True, slots=True)
class Named:
    """A period's chip with what it is called: several of them stand side by side on a page."""

    kind: str
    title: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Handlers:
    """Who answers for the things of one room: the people of many things, and a query of the things of one person."""

    of: Callable[[Sequence[str]], Mapping[str, Sequence[int]]]
    led_by: Callable[[int], QuerySet[Any, Any]]
