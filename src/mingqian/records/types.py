"""Plain values of the vault: what a room above says about its things, what is announced, what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision


@dataclass(frozen=True, slots=True)
class Described:
    """A thing records are of: what it is called, whose it is, where it is worked on."""

    key: str
    title: str
    detail: str
    unit: int
    unit_path: str
    url: str = ""
    subject: str = ""  # code of the subject: its text and media are shown together (石嘴山 8(2))
    since: datetime | None = None
    until: datetime | None = None
    also: tuple[str, ...] = ()  # paths of the other units it was done for

    @property
    def unit_paths(self) -> tuple[str, ...]:
        """Every unit whose thing it is, the keeper first."""
        return (self.unit_path, *self.also)


def _nothing(by: Actor, on: date) -> Iterable[Described]:
    return ()


def _as_listed(key: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Things:
    """What a room above says about one kind of its things; the table stands in ``site.wiring``."""

    word: str
    label: str
    may_add: Callable[[Actor, str], Decision]
    may_see: Callable[[Actor, str], Decision]
    describe: Callable[[str], Described | None]
    under_way: Callable[[Actor, date], Iterable[Described]] = _nothing
    shared: Callable[[Actor], QuerySet[Any]] | None = None
    """Keys (``visit:…``) of things kept by one unit and done for this person's, too."""
    kept_as: Callable[[str], str] = _as_listed
    """The class (``retention``) at least, for what comes of a thing from now on; empty: what the list says."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A medium as its phone announces it (docs/spec/field-sync.md §3)."""

    id: UUID
    thing: str
    stage: str
    kind: str
    name: str
    type: str
    size: int
    sha256: str
    captured_at: datetime
    ended_at: datetime | None = None
    device: UUID | None = None
    series: UUID | None = None
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is, as the phone is told."""

    id: UUID
    offset: int
    state: str
    receipt: str = ""
    sha256: str = ""
