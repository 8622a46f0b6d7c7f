"""States of long work and their words."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class JobState(StrEnum):
    """Where a job stands; the last four are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def final(self) -> bool:
        return self not in (JobState.WAITING, JobState.RUNNING)


STATE_LABELS: Mapping[JobState, str] = MappingProxyType(
    {
        JobState.WAITING: "等待",
        JobState.RUNNING: "进行中",
        JobState.DONE: "办结",
        JobState.FAILED: "未办成",
        JobState.INTERRUPTED: "中断",
        JobState.CANCELLED: "已取消",
    }
)
OPEN = (JobState.WAITING.value, JobState.RUNNING.value)
