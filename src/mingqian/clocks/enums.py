"""Words of the clocks with a fixed code and a Chinese label."""

from mingqian.core.labels import LabelledCode


class ClockState(LabelledCode):
    """Where a period stands. Overdue is no state: it is the day's affair."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "已暂停"
    MET = "met", "已办结"
    CANCELLED = "cancelled", "已终止"


OPEN = (ClockState.RUNNING.value, ClockState.PAUSED.value)
