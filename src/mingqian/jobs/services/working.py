"""The loop of a worker: take back what the dead left, ask for what is due, do what waits."""

from collections.abc import Callable

from django.db import close_old_connections

from mingqian.jobs import locks
from mingqian.jobs.enums import JobState
from mingqian.jobs.models import Job
from mingqian.jobs.services.recovering import take_back
from mingqian.jobs.services.rounds import come_round
from mingqian.jobs.services.running import Clock, run_next
from mingqian.jobs.types import Ended


def work(
    *,
    worker: str,
    clock: Clock,
    leaving: Callable[[], bool],
    rest: Callable[[], None],
    tell: Callable[[Ended], None],
) -> None:
    """Work until told to leave. ``rest`` waits a moment when there is nothing to do."""
    with locks.held(worker):
        while not leaving():
            close_old_connections()
            for job in take_back(now=clock()):
                tell(_ended(job))
            come_round(now=clock())
            done = run_next(worker=worker, clock=clock, leaving=leaving)
            if done is None:
                rest()
            else:
                tell(_ended(done))


def _ended(job: Job) -> Ended:
    reasons = "；".join(str(one["reason"]) for one in job.refusal)
    return Ended(job.pk, JobState(job.state).label, job.title, job.told or reasons)
