"""Web processes end with the process that started them, however that ended."""

import os
import threading
import time

LEADER = "MINGQIAN_LEADER"
LOOK = 1.0
"""Seconds between two looks whether the leader is still there."""


def leave_with_leader() -> None:
    """In a web process: a leader that was killed leaves nobody behind who keeps the port and answers for ever."""
    leader = os.environ.get(LEADER, "")
    if leader and os.getppid() == int(leader):
        threading.Thread(target=_leave_with, args=(int(leader),), name="leader", daemon=True).start()


def _leave_with(leader: int) -> None:
    while os.getppid() == leader:
        time.sleep(LOOK)
    os._exit(1)
