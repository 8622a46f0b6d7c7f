"""A paper asked for by kind and thing. The rooms above know the facts; ``site.wiring`` hands their maker over."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused
from mingqian.documents.enums import Kind
from mingqian.documents.models import Document
from mingqian.documents.services import issuing
from mingqian.documents.types import Paper

Row = Document
"""For annotations in the rooms above."""
Found = Paper | Refused
Maker = Callable[[Actor, Kind, Sequence[str], date], Sequence[Found]]
"""(who asks, kind, keys of the things, today) → each paper, or why this person gets none about that thing."""

_makers: list[Maker] = []


def connect(maker: Maker) -> None:
    """Called once at start-up; a second call replaces the first."""
    _makers[:] = [maker]


def make(*, kind: Kind, key: str, site: str, by: Actor, now: datetime) -> Document:
    """The paper in force about this thing; two short writes with the typesetting in between, so no transaction here."""
    (made,) = stack(kind=kind, keys=[key], site=site, by=by, now=now)
    if isinstance(made, Refused):
        raise made
    return made


def stack(
    *, kind: Kind, keys: Sequence[str], site: str, by: Actor, now: datetime
) -> list[Document | Refused]:
    """The same for many things, in their order; what is refused leaves the others as they are."""
    found = _makers[0](by, kind, keys, localdate(now))
    papers = [one for one in found if not isinstance(one, Refused)]
    made = iter(issuing.stack(papers=papers, site=site, by=by, now=now))
    return [one if isinstance(one, Refused) else next(made) for one in found]
