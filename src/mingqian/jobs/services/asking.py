"""Asking for long work, and taking it back."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit.services import record
from mingqian.core.decision import Refused, demand, denied
from mingqian.jobs import places, policies, selectors
from mingqian.jobs.enums import OPEN, JobState
from mingqian.jobs.models import Job
from mingqian.jobs.services import kinds

#: More open work of one person is a stuck button, not a plan.
OPEN_AT_ONCE = 20


@transaction.atomic
def ask(
    kind: str,
    *,
    title: str,
    by: Actor,
    now: datetime,
    arguments: Mapping[str, object] | None = None,
    file: BinaryIO | None = None,
    file_name: str = "",
) -> Job:
    """Put long work into the queue, in the same transaction as what it belongs to."""
    kinds.known(kind)
    if selectors.unfinished(by).count() >= OPEN_AT_ONCE:
        raise Refused(
            denied(
                "jobs.too_many",
                f"您已有 {OPEN_AT_ONCE} 项任务没有办结",
                remedy="请等它们办结，或在任务中心取消不需要的",
            )
        )
    job = Job.objects.create(
        kind=kind,
        title=" ".join(title.split())[:200],
        person_id=by.person_id,
        arguments=dict(arguments or {}),
        file_name=places.safe_name(file_name) if file is not None else "",
        asked_at=now,
    )
    if file is not None:
        _keep(job.pk, file)
    if by.person_id is not None:
        record("job.asked", by=by, now=now, thing=f"job:{job.pk}", body={"kind": kind, "title": job.title})
    return job


def _keep(job: int, file: BinaryIO) -> None:
    place = places.handed_in(job)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with place.open("wb") as kept:
            shutil.copyfileobj(file, kept, 1 << 20)
    except OSError:  # a full disk keeps no half of it
        places.clear(job)
        raise


def stop(job: int, *, by: Actor, now: datetime) -> JobState:
    """Take waiting work out of the queue at once; leave running work the wish to stop.

    The wish is a file: while the work holds the only writer of SQLite, a row could not be written. The
    journal tells of it when the work really stops.
    """
    found = selectors.one(by, job)
    if found is None:
        raise Refused(denied("jobs.no_job", "没有这项任务，或不是您交办的", remedy="请回到任务中心"))
    demand(policies.may_stop(by, found))
    if found.state == JobState.WAITING and _withdrawn(found, by, now):
        return JobState.CANCELLED
    places.wish_to_stop(found.pk, f"{by.name}（{by.code}）")
    return JobState.RUNNING


@transaction.atomic
def _withdrawn(job: Job, by: Actor, now: datetime) -> bool:
    """False where a worker was quicker."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.CANCELLED, finished_at=now, told=f"{by.name}在开始前取消"):
        return False
    record("job.cancelled", by=by, now=now, thing=f"job:{job.pk}", body={"kind": job.kind, "begun": False})
    transaction.on_commit(lambda: places.clear(job.pk))
    return True


def open_of_kind(kind: str) -> bool:
    """Does work of this kind wait or run?"""
    return Job.objects.filter(kind=kind, state__in=OPEN).exists()
