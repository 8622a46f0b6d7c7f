"""When something happened, by the phone's clock and by ours. Pure.

The moment of legal effect is the last server time the phone saw plus what its own clock counted since, and never
after the receipt. What cannot be sure is marked 时间待核 with its reason; a wrong clock loses nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
LONGEST = timedelta(days=60)
"""Longer no phone counts without having seen the server: its clock was set meanwhile."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of effect, and why it is in doubt."""

    at: datetime
    doubt: str = ""


def corrected(phone: datetime, server: datetime | None, elapsed_ms: int, received: datetime) -> Moment:
    """The moment of an action."""
    if server is None:
        return Moment(min(phone, received), "手机从未与服务器对时")
    counted = server + timedelta(milliseconds=elapsed_ms)
    effective = min(counted, received)
    if counted > received + TOLERANCE:
        return Moment(effective, f"手机推算的时间比收到时间晚{_long(counted - received)}")
    if timedelta(milliseconds=elapsed_ms) > LONGEST:
        return Moment(effective, "手机很久没有与服务器对时")
    if abs(phone - counted) > TOLERANCE:
        word = "快" if phone > counted else "慢"
        return Moment(effective, f"手机时钟{word}{_long(abs(phone - counted))}")
    return Moment(effective)


def _long(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days}天" if days else "", f"{hours}小时" if hours else "", f"{minutes}分" if minutes else ""]
    return "".join(parts) or "不到1分"
