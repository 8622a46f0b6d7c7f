"""The publication limit of a notice as a running period, so that it stands on everybody's list of deadlines.

Results have a period per item already, kept by inspection; a correction has none.
"""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.clocks import services as clocks
from mingqian.clocks.types import Start
from mingqian.core.timelimits import Deadline
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.models import Notice

KIND = "publicity.release"


def begin(row: Notice, ends: Deadline | None, *, division: str, now: datetime) -> None:
    """From the day the duty began, not from the day somebody drafted."""
    if ends is None or row.kind == NoticeKind.RESULTS:
        return
    start = Start(
        thing=f"notice:{row.code}",
        kind=KIND,
        unit=row.unit_id,
        title=f"公示：{row.title}",
        about=NoticeKind(row.kind).label,
        period=ends.period,
        start=ends.start,
        url_name="publicity:notice",
        url_key=row.code,
    )
    clocks.running.start([start], division=division, now=now)


def met(row: Notice, *, now: datetime) -> None:
    """It is out, in time or not."""
    clocks.running.meet([f"notice:{row.code}"], kind=KIND, on=localdate(now))


def fell_away(row: Notice, *, now: datetime, reason: str) -> None:
    """Dropped, or decided not to go out."""
    clocks.running.cancel([f"notice:{row.code}"], kind=KIND, on=localdate(now), reason=reason)
