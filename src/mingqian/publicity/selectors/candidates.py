"""What ought to be public and is not, or no longer as it stands: the head of the disclosure queue.

公开为常态、不公开为例外: nobody has to remember; whatever a lower room has made final is asked for here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.publicity import content as contents
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import deadlines, policy
from mingqian.publicity.sources import SOURCES
from mingqian.publicity.types import Candidate
from mingqian.ui.types import Deadline as Chip


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidate with its limit; ``notice`` is the released one that has grown old, if there is one."""

    candidate: Candidate
    kind: NoticeKind
    chip: Chip
    notice: Notice | None


def waiting(by: Actor, *, now: datetime) -> list[Waiting]:
    """Everything still to be drafted, the most urgent first; a draft at work is in the queue itself."""
    today = localdate(now)
    reckoner = deadlines.Reckoner(policy.in_force(by), today=today)
    at_work = _at_work()
    found = []
    for candidate in of_all(by, now=now):
        kind = NoticeKind(candidate.kind)
        notice = at_work.get((kind.value, candidate.thing))
        if notice is not None and not _grown_old(notice, candidate):
            continue
        chip = reckoner.chip(kind, candidate.started_on)
        found.append(Waiting(candidate, kind, chip, notice))
    return sorted(found, key=lambda one: (one.chip.due is None, one.chip.due or today, one.candidate.thing))


def of_all(by: Actor, *, now: datetime) -> Iterator[Candidate]:
    """Every thing of every room that this person may draft a notice about."""
    for source in SOURCES.values():
        yield from source.candidates(by, now=now)


def find(by: Actor, kind: NoticeKind, thing: str, *, now: datetime) -> Candidate | None:
    """One of them, as asked for by a page."""
    source = SOURCES.get(kind)
    listed = source.candidates(by, now=now) if source else iter(())
    return next((one for one in listed if one.thing == thing), None)


def stamp(notice: Notice) -> str:
    """The stamp of what a notice was taken from."""
    return str(contents.document(notice.head)["detail"].get("stamp", ""))


def _at_work() -> dict[tuple[str, str], Notice]:
    """The newest notice about each thing; a withdrawn one no longer stands in the way of another."""
    rows = Notice.objects.exclude(state__in=[NoticeState.DROPPED, NoticeState.CORRECTED])
    rows = rows.exclude(state=NoticeState.WITHDRAWN).order_by("kind", "thing", "version")
    return {(row.kind, row.thing): row for row in rows}


def _grown_old(notice: Notice, candidate: Candidate) -> bool:
    return notice.state == NoticeState.RELEASED and stamp(notice) != candidate.stamp
