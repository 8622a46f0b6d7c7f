"""What a release or a withdrawal of inspection results means for the tasks behind the rows."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.inspection import services as inspections
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.models import Notice


def went_out(row: Notice, *, by: Actor, now: datetime) -> None:
    """The results are out: publication periods end and those of revisits begin. A correction reports what changed."""
    if row.kind != NoticeKind.RESULTS:
        return
    before, after = _tasks(row.previous), _tasks(row)
    fresh = [one for one in after if one not in set(before)]
    gone = [one for one in before if one not in set(after)]
    if fresh:
        inspections.publication.published(tasks=fresh, on=localdate(now), notice=row.code, by=by, now=now)
    if gone:
        inspections.publication.withdrawn(tasks=gone, notice=row.code, by=by, now=now)


def came_back(row: Notice, *, by: Actor, now: datetime) -> None:
    """The notice was taken down: its results are no longer out."""
    tasks = _tasks(row) if row.kind == NoticeKind.RESULTS else []
    if tasks:
        inspections.publication.withdrawn(tasks=tasks, notice=row.code, by=by, now=now)


def _tasks(row: Notice | None) -> list[str]:
    if row is None:
        return []
    return list(row.rows.exclude(ref="").order_by("number").values_list("ref", flat=True))
