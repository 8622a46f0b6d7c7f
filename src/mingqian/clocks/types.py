"""What a room hands over when one of its events starts a period."""

from dataclasses import dataclass
from datetime import date

from mingqian.core.timelimits import Period
from mingqian.ui.types import Deadline


@dataclass(frozen=True, slots=True)
class Start:
    """A period begins. ``thing`` names whose it is, ``kind`` which duty; ``url_name`` with ``url_key`` leads there.

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


@dataclass(frozen=True, slots=True)
class Named:
    """A period's chip with what it is called: several of them stand side by side on a page."""

    kind: str
    title: str
    deadline: Deadline
