"""Plain values a page shows: every room may build them, no component asks a database."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class PageRequest(HttpRequest):
    """A request after the middleware: ``now`` is read once, ``actor`` is None for an anonymous reader."""

    now: datetime
    actor: Any
    htmx: "HtmxDetails"


DeadlineState = Literal["none", "far", "soon", "late", "done"]
StepState = Literal["done", "now", "todo", "bad", "plain"]
"""``plain``: a step of a procedure as such, which nobody is walking through."""
Kind = Literal["", "ok", "warn", "bad", "info"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date somebody is held to: ``words`` for the chip, ``why`` line by line, ``clause`` it rests on."""

    due: date | None
    words: str
    state: DeadlineState = "none"
    why: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing this person has to do, and the link that does it."""

    kind: str
    title: str
    detail: str
    url: str
    action: str
    deadline: Deadline | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing a search found."""

    kind: str
    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a rail."""

    label: str
    state: StepState = "todo"
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    at: datetime | date
    title: str
    detail: str = ""
    who: str = ""
    url: str = ""
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; ``note`` explains the number in words, ``url`` opens what it counts."""

    label: str
    number: int
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with a title and a unit; always shown together with their table."""

    title: str
    unit: str
    bars: tuple[Bar, ...]

    @property
    def opens(self) -> bool:
        """Does a number lead anywhere? Then the table, where the links are, lies open."""
        return any(bar.url for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a strip: how many things stand in it, and which."""

    number: int
    total: int
    notes: tuple[str, ...] = ()
    now: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """Twelve months of a year."""

    year: int
    unit: str
    months: tuple[Month, ...]
