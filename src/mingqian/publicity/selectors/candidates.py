"""What ought to be public and is not, or no longer as it stands: the head of the disclosure queue.

公开为常态、不公开为例外: nobody has to remember; whatever a lower room has made final is asked for here.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.publicity import content as contents
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import deadlines, policy
from mingqian.publicity.sources import SOURCES
from mingqian.publicity.types import Candidate
from mingqian.ui import asking
from mingqian.ui.asking import Asking
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
    return asking.answered(wanted(by, now=now))


def wanted(by: Actor, *, now: datetime) -> Asking[list[Waiting]]:
    """The same for a page that asks more than this."""
    today = localdate(now)
    rows = _newest()
    yield (rows,)
    at_work = {(row.kind, row.thing): row for row in rows}
    listed = yield from asking.joined(*(source.candidates(by, now=now) for source in SOURCES.values()))
    reckoner = deadlines.Reckoner(policy.in_force(by), today=today)
    found = []
    for candidate in listed:
        kind = NoticeKind(candidate.kind)
        notice = at_work.get((kind.value, candidate.thing))
        if notice is not None and not _grown_old(notice, candidate):
            continue
        chip = reckoner.chip(kind, candidate.started_on)
        found.append(Waiting(candidate, kind, chip, notice))
    return sorted(found, key=lambda one: (one.chip.due is None, one.chip.due or today, one.candidate.thing))


def find(by: Actor, kind: NoticeKind, thing: str, *, now: datetime) -> Candidate | None:
    """One of them, as asked for by a page."""
    source = SOURCES.get(kind)
    listed: list[Candidate] = asking.answered(source.candidates(by, now=now)) if source else []
    return next((one for one in listed if one.thing == thing), None)


def stamp(notice: Notice) -> str:
    """The stamp of what a notice was taken from."""
    return str(contents.document(notice.head)["detail"].get("stamp", ""))


def _newest() -> QuerySet[Notice]:
    """Notices about things, the newest of each last; a withdrawn one no longer stands in the way of another."""
    rows = Notice.objects.exclude(state__in=[NoticeState.DROPPED, NoticeState.CORRECTED])
    return rows.exclude(state=NoticeState.WITHDRAWN).order_by("kind", "thing", "version")


def _grown_old(notice: Notice, candidate: Candidate) -> bool:
    return notice.state == NoticeState.RELEASED and stamp(notice) != candidate.stamp
