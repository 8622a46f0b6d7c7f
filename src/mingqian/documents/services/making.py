"""A paper asked for by kind and thing. The rooms above know the facts; ``site.wiring`` hands their maker over."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.documents.enums import Kind
from mingqian.documents.models import Document
from mingqian.documents.services import issuing
from mingqian.documents.types import Paper

Maker = Callable[[Actor, Kind, str, date], Paper]
"""(who asks, kind, key of the thing, today) → the paper; refuses what is out of sight or not complete."""

_makers: list[Maker] = []


def connect(maker: Maker) -> None:
    """Called once at start-up; a second call replaces the first."""
    _makers[:] = [maker]


def make(*, kind: Kind, key: str, site: str, by: Actor, now: datetime) -> Document:
    """The paper in force about this thing; two short writes with the typesetting in between, so no transaction here."""
    paper = _makers[0](by, kind, key, localdate(now))
    return issuing.issue(paper=paper, site=site, by=by, now=now)
