"""States of long work and their words."""

from mingqian.core.labels import LabelledCode


class JobState(LabelledCode):
    """Where a job stands; the last four are final."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "办结"
    FAILED = "failed", "未办成"
    INTERRUPTED = "interrupted", "中断"
    CANCELLED = "cancelled", "已取消"

    @property
    def final(self) -> bool:
        return self not in (JobState.WAITING, JobState.RUNNING)


OPEN = (JobState.WAITING.value, JobState.RUNNING.value)
