"""Publication limits as chips that explain themselves, and the list of what is late."""

from datetime import date

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core import reckoning, timelimits, workdays
from mingqian.core.timelimits import Deadline
from mingqian.policy.layers import Effective
from mingqian.publicity import matrix
from mingqian.publicity.calendars import calendar
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import notices
from mingqian.ui.types import Deadline as Chip

SOON = 3
"""Working days from which a chip turns to 快到期."""

WAITING = (NoticeState.DRAFT, NoticeState.REVIEWED)


def of(kind: NoticeKind, started: date | None, policy: Effective | None) -> Deadline | None:
    """The period that binds a notice of this kind whose duty began on a day."""
    return matrix.due(matrix.cell(kind, policy), started, calendar())


def chip(kind: NoticeKind, started: date | None, policy: Effective | None, *, today: date) -> Chip:
    """The chip of something that still waits."""
    return waiting(of(kind, started, policy), today=today)


def waiting(found: Deadline | None, *, today: date) -> Chip:
    """剩 4 个工作日; 超期 2 个工作日; 今天到期."""
    if found is None or found.due is None:
        return Chip(None, "未起算")
    left = timelimits.remaining(calendar(), found, today)
    state = "late" if today > found.due else "soon" if left is not None and left <= SOON else "far"
    why = tuple(step.words for step in reckoning.explain(calendar(), found))
    return Chip(found.due, reckoning.chip(found, left), state, why, found.period.clause)  # type: ignore[arg-type]


def of_notice(row: Notice, policy: Effective | None, *, today: date) -> Chip:
    """A notice's chip: what is left, or whether it went out in time."""
    found = of(NoticeKind(row.kind), row.started_on, policy)
    if row.state in WAITING:
        return waiting(found, today=today)
    if row.version > 1:
        return Chip(None, "更正版", "done" if row.released_at else "none")
    if row.due_on is None:
        return Chip(None, "无期限")
    why = tuple(step.words for step in reckoning.explain(calendar(), found)) if found else ()
    if row.released_at is None:
        return Chip(row.due_on, "未公示", "done", why, row.clause)
    went = localdate(row.released_at)
    if went <= row.due_on:
        return Chip(row.due_on, "按期公示", "done", why, row.clause)
    days = workdays.between(calendar(), row.due_on, went)
    return Chip(row.due_on, f"迟 {days} 个工作日", "late", why, row.clause)


def overdue(by: Actor, *, today: date) -> QuerySet[Notice]:
    """Drafted or reviewed, and past the limit; the longest overdue first."""
    found = notices.at_work(by).filter(state__in=WAITING, due_on__lt=today)
    return found.order_by("due_on", "code")


def late(by: Actor, year: int) -> QuerySet[Notice]:
    """Released after the limit in a year: late stays marked late (PD-27)."""
    released = notices.visible(by).filter(released_at__year=year, due_on__isnull=False, version=1)
    dated = released.annotate(went_on=TruncDate("released_at"))
    return dated.filter(went_on__gt=F("due_on")).order_by("released_at")
