"""Plain values of the search: a card to be filed, a kind of thing, what was found."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filing:
    """A thing to be found: ``words`` are other names and codes it goes by."""

    kind: str
    key: str
    title: str
    detail: str = ""
    words: tuple[str, ...] = ()
    unit_path: str = ""
    shelves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """What somebody may see beyond the own scope: cards below a unit with one mark of every group."""

    path: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing; its page is ``url_name`` with the parts of the key, between slashes.

    ``number`` says in which range its cards are numbered: once given it is never given to another kind.
    """

    number: int
    code: str
    label: str
    url_name: str
    # Its cards carry marks, by which some see them beyond their scope.
    shelved: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    key: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; ``more``: there is more than is shown."""

    kind: Kind
    hits: Sequence[Hit]
    more: bool
