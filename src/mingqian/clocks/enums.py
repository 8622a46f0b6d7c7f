"""Words of the clocks with a fixed code and a Chinese label."""

from enum import StrEnum


class ClockState(StrEnum):
    """Where a period stands. Overdue is no state: it is the day's affair."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "ClockState":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    RUNNING = "running", "计时中"
    PAUSED = "paused", "已暂停"
    MET = "met", "已办结"
    CANCELLED = "cancelled", "已终止"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Plain texts for columns: a migration must not import today's words."""
        return [(str(one.value), one.label) for one in cls]


OPEN = (ClockState.RUNNING.value, ClockState.PAUSED.value)
