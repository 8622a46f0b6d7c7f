"""Plain values of long work: what a body is given, what it answers, how its progress looks."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from mingqian.accounts.types import Actor


class Cancelled(Exception):
    """Somebody no longer wants it: the body ends here, its transaction is rolled back."""


class Stopping(Exception):
    """The worker is told to go: the body ends here and the job waits for the next worker."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: a sentence for the person, and the page where it is to be seen."""

    told: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is; ``total`` 0 means that nobody can say yet."""

    done: int = 0
    total: int = 0
    words: str = ""

    @property
    def percent(self) -> int:
        """Whole per cent, never 100 before the end."""
        return min(self.done * 100 // self.total, 100) if self.total > 0 else 0


class Running(Protocol):
    """A job as its body sees it."""

    @property
    def by(self) -> Actor:
        """Who asked, with the rights of the moment it starts."""

    @property
    def now(self) -> datetime:
        """When it starts."""

    @property
    def arguments(self) -> Mapping[str, object]:
        """What was asked for."""

    def file(self) -> Path | None:
        """The file handed in with it."""

    def result(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Where to write the one file that may be fetched afterwards."""

    def progress(self, done: int, total: int, words: str = "") -> None:
        """Say how far it is. Raises ``Cancelled`` or ``Stopping``: do not catch them."""

    def settle(self, outcome: Outcome) -> None:
        """For bodies in steps: finish the job inside their own last transaction."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a worker says of a job it is through with."""

    pk: int
    state: str
    title: str
    told: str


Body = Callable[[Running], Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of long work: its code, its name, its body.

    ``whole``: body and completion are one transaction, so an interrupted job left nothing and may be
    repeated. ``again``: may be taken up by another worker when one dies in the middle of it.
    """

    code: str
    label: str
    body: Body
    whole: bool = True
    again: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """Periodic work: some minutes after it was last due."""

    kind: str
    minutes: int

    def after(self, moment: datetime) -> datetime:
        """The next time it is due."""
        return moment + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Daily:
    """Periodic work: once a day at a time of the bureau's clock."""

    kind: str
    at: time

    def after(self, moment: datetime) -> datetime:
        """The next time it is due; ``moment`` is in the bureau's time zone."""
        today = moment.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today > moment else today + timedelta(days=1)


Rhythm = Every | Daily
