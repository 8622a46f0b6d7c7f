"""Publication limits as chips that explain themselves, and the list of what is late."""

from datetime import date

from django.utils.timezone import localdate

from mingqian.clocks.selectors import calendars
from mingqian.core import reckoning, timelimits, workdays
from mingqian.core.timelimits import Deadline
from mingqian.policy.layers import Effective
from mingqian.publicity import matrix
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.ui.types import Deadline as Chip
from mingqian.ui.types import DeadlineState

SOON = 3
"""Working days from which a chip turns to 快到期."""

WAITING = (NoticeState.DRAFT, NoticeState.REVIEWED)


class Reckoner:
    """The limits of one page: packs and calendar looked up once, however many chips it shows."""

    def __init__(self, policy: Effective | None, *, today: date, division: str = "") -> None:
        self.policy = policy
        self.today = today
        self.calendar = calendars.in_force(division)

    def of(self, kind: NoticeKind, started: date | None) -> Deadline | None:
        """The period that binds a notice of this kind whose duty began on a day."""
        return matrix.due(matrix.cell(kind, self.policy), started, self.calendar)

    def chip(self, kind: NoticeKind, started: date | None) -> Chip:
        """剩 4 个工作日; 今天到期; 逾期 2 个工作日."""
        found = self.of(kind, started)
        if found is None or found.due is None:
            return Chip(None, "未起算")
        left = timelimits.remaining(self.calendar, found, self.today)
        soon = left is not None and left <= SOON
        state: DeadlineState = "late" if self.today > found.due else "soon" if soon else "far"
        return Chip(found.due, reckoning.chip(found, left), state, self._why(found), found.period.clause)

    def of_notice(self, row: Notice) -> Chip:
        """A notice's chip: what is left, or whether it went out in time."""
        if row.state in WAITING and row.version == 1:
            return self.chip(NoticeKind(row.kind), row.started_on)
        if row.version > 1:
            return Chip(None, "更正版", "done" if row.released_at else "none")
        if row.due_on is None:
            return Chip(None, "无期限")
        why = self._why(self.of(NoticeKind(row.kind), row.started_on))
        if row.released_at is None:
            return Chip(row.due_on, "未公示", "done", why, row.clause)
        went = localdate(row.released_at)
        if went <= row.due_on:
            return Chip(row.due_on, "按期公示", "done", why, row.clause)
        days = workdays.between(self.calendar, row.due_on, went)
        return Chip(row.due_on, f"迟 {days} 个工作日", "late", why, row.clause)

    def _why(self, found: Deadline | None) -> tuple[str, ...]:
        if found is None:
            return ()
        return tuple(step.words for step in reckoning.explain(self.calendar, found))
