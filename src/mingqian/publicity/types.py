"""Plain values of publication: what a notice says, before and after it is frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Cells = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a notice's table."""

    key: str
    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: ``key`` and ``name`` find it again; both are public, so a person's row has neither.

    ``ref`` names the thing behind it inside the house and never leaves.
    """

    cells: Cells
    key: str = ""
    name: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Rows that stay back, counted under the reason: the number is public either way (XM-71)."""

    reason: str
    clause: str
    count: int


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that goes out with a notice; its digest is part of what is reviewed and released."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a notice shows. ``detail`` is what a kind of its own page needs beyond the common parts.

    ``desk_lines``: facts that hold a telephone of an office, which is nobody's personal number.
    """

    title: str
    lead: str = ""
    clause: str = ""
    facts: Sequence[tuple[str, str]] = ()
    sections: Sequence[tuple[str, Sequence[str]]] = ()
    columns: Sequence[Column] = ()
    lines: Sequence[Line] = ()
    withheld: Sequence[Withheld] = ()
    files: Sequence[FileRef] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    desk_lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Redaction:
    """One place where something was left out: where, what kind of thing, why; never the thing itself."""

    where: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something of another room that ought to be public; ``stamp`` changes when what it says changes."""

    kind: str
    thing: str
    title: str
    unit_path: str
    unit: str
    started_on: date | None
    words: str
    stamp: str
