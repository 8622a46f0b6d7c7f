"""The one place that reads the clock. Everything below is handed ``now``.

The demo lives on a fixed day of its fictional year: MINGQIAN_CLOCK holds the moment at which the process
started; from there on time passes as usual. A working bureau leaves it empty, and ``mingqian doctor`` says so.
"""

import os
import time
from datetime import UTC, datetime, timedelta

from django.conf import settings

# The first process of a demo hands its own start to its workers: two clocks a second apart would disagree in the log.
_started = float(os.environ.setdefault("MINGQIAN_CLOCK_STARTED", repr(time.monotonic())))


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if settings.MINGQIAN_CLOCK is None:
        return datetime.now(UTC)  # noqa: TID251 — the only reading there is
    began: datetime = settings.MINGQIAN_CLOCK
    return began.astimezone(UTC) + timedelta(seconds=time.monotonic() - _started)


def shifted() -> bool:
    """Does this process live on another day than the world?"""
    return settings.MINGQIAN_CLOCK is not None
