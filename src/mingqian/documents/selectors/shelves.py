"""What a page shows of papers: those made about its thing, and those that may be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.documents import policies
from mingqian.documents.enums import Kind
from mingqian.documents.models import Document
from mingqian.documents.selectors import papers

Wanted = tuple[str, Sequence[Kind]]
"""A thing ("task:…") and the kinds its page offers."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """For ``documents/part/shelf.html``."""

    made: Sequence[Document]
    offered: Sequence[tuple[str, str]]


def shelf(by: Actor, *wanted: Wanted) -> Shelf:
    """The caller has asked whether this person may see the things; buttons are only for makers."""
    found = papers.of_thing([thing for thing, _ in wanted])
    made = [row for thing, _ in wanted for row in found.get(thing, [])]
    if not by.has(*policies.MAKERS):
        return Shelf(made, [])
    offered = [
        (kind.label, reverse("documents:make", args=[kind.value, thing.partition(":")[2]]))
        for thing, kinds in wanted
        for kind in kinds
    ]
    return Shelf(made, offered)
