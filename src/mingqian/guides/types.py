"""Plain values of a guide: what it says on a day, its steps, what became of the applications of a period."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step of the procedure: what is done, by which post, in how many working days (0: on the spot)."""

    name: str
    post: str
    days: int

    @property
    def limit(self) -> str:
        """How long it may take, in words."""
        return f"{self.days}个工作日" if self.days else "当场"


@dataclass(frozen=True, slots=True)
class GuideText:
    """Everything a guide says on a day; an empty text is a gap."""

    power: str
    name: str
    duty: str
    basis: str
    basis_gone: str
    authority: str
    accepted_at: str
    decided_by: str
    conditions: str
    fee: str
    days: int
    result: str
    enquiries: str
    complaints: str
    place: str
    samples: str
    promise: str
    remedy: str
    steps: tuple[GuideStep, ...]

    @property
    def limit(self) -> str:
        """承诺期限 in words."""
        return f"受理之日起{self.days}个工作日内" if self.days else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Applications of a period, by what became of them; ``kept`` of ``due``: the promise."""

    since: date
    until: date
    accepted: int
    granted: int
    denied: int
    taken_back: int
    due: int
    kept: int


@dataclass(frozen=True, slots=True)
class Stage:
    """What somebody who knows number and tail is told."""

    number: str
    name: str
    unit: str
    stage: str
    accepted_on: date
    due_on: date
    outcome: str
    closed_on: date | None
