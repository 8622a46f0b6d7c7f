"""The public draw log as it is proved and published: leaf hashes, checkpoint, events of a draw."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as audits
from mingqian.audit.types import Source
from mingqian.core.canonical import Document, Suite, parse
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import transcript
from mingqian.draw.enums import Origin
from mingqian.draw.models import Draw, Log, LogEvent
from mingqian.draw.selectors import draws
from mingqian.ui.remember import for_this_page


def get(origin: str) -> Log:
    """The log of an origin; logs are public, so nobody is asked who he is."""
    found = Log.objects.filter(origin=origin).first()
    if found is None:
        raise Refused(denied("draw.no_log", f"没有抽取日志“{origin}”", "sxsj1 §9", "请先启用日志"))
    return found


def sources() -> list[Source]:
    """Every draw log as a tree to be signed and proved (``audit.selectors.trees``)."""
    return [_source(log) for log in Log.objects.order_by("pk")]


def of_code(code: str) -> Source | None:
    """The log that holds this draw."""
    found = Log.objects.filter(draws__code=code).first()
    return _source(found) if found else None


def _source(log: Log) -> Source:
    official = log.nature == Origin.OFFICIAL
    return Source(
        log.origin,
        "抽取日志" if official else "演练日志",
        Suite(log.suite),
        log.size,
        lambda start, stop: _leaves(log.pk, start, stop),
        official,
    )


def _leaves(log: int, start: int, stop: int) -> Iterator[bytes]:
    found = LogEvent.objects.filter(log=log, index__gte=start, index__lt=stop).order_by("index")
    return (bytes.fromhex(leaf) for leaf in found.values_list("leaf", flat=True).iterator())


def leaves(log: Log) -> list[bytes]:
    """Leaf hashes in order; 32 bytes each, so a million events are 32 MB."""
    return list(_leaves(log.pk, 0, log.size))


def checkpoint(origin: str) -> list[str]:
    """The unsigned checkpoint over the whole log: origin, size, root."""
    log = get(origin)
    return transcript.checkpoint(Suite(log.suite), origin=log.origin, log=leaves(log))


def published(log: Log, last: int) -> tuple[list[str], list[bytes]]:
    """A signed checkpoint with its co-signatures over the event ``last``, and the leaves under it.

    Unsigned over the whole log where nothing signed reaches the event ``last`` yet: V18 then says so.
    """
    signed, whole = audits.notes.over(log.origin, last), leaves(log)
    if signed is None:
        return transcript.checkpoint(Suite(log.suite), origin=log.origin, log=whole), whole
    return audits.notes.note(signed).lines(), whole[: signed.size]


def events(by: Actor, code: str) -> list[LogEvent]:
    """Events of one draw in log order, its rolls' headers first."""
    return of_draw(draws.get(by, code))


def of_draw(draw: Draw) -> list[LogEvent]:
    """The same for a row already at hand."""
    rolls = LogEvent.objects.filter(roll__in=draw.rolls.values("roll"))
    return list((rolls | LogEvent.objects.filter(draw=draw)).order_by("index"))


@dataclass(frozen=True, slots=True)
class Mark:
    """One event of a draw without its words, which may be long."""

    index: int
    kind: str
    at: datetime
    leaf: str


@for_this_page
def marks(draw: Draw) -> list[Mark]:
    """What has been logged of a draw, in log order."""
    found = draw.events.order_by("index").values_list("index", "kind", "at", "leaf")
    return [Mark(*one) for one in found]


def bodies(draw: Draw, *kinds: str) -> list[Document]:
    """Opened bodies of the draw's events of these kinds, in log order: for the bureau's own computing."""
    found = draw.events.filter(kind__in=kinds).order_by("index")
    return [_body(row) for row in found]


def _body(row: LogEvent) -> Document:
    if row.body:
        return parse(row.body.encode())
    event: Document = parse(row.event.encode())
    body: Document = event["body"]
    return body


def logged(row: LogEvent) -> transcript.Logged:
    """The row as a published transcript holds it, closed bodies with what opens them."""
    event: Document = parse(row.event.encode())
    if row.nonce:
        return transcript.Logged(row.index, event, row.nonce, parse(row.body.encode()))
    return transcript.Logged(row.index, event)
