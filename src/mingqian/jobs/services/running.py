"""Doing one piece of long work: claim it, run its body, write down what came of it."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit.services import record
from mingqian.core.decision import Decision, Refused, denied
from mingqian.jobs import places
from mingqian.jobs.enums import JobState
from mingqian.jobs.models import Job
from mingqian.jobs.services import kinds
from mingqian.jobs.services.task import Task
from mingqian.jobs.types import Cancelled, Kind, Outcome, Stopping
from mingqian.ui import room

log = logging.getLogger("mingqian.jobs")

#: Days for which a result may be fetched.
KEPT_DAYS = 7

_NO_ROOM = denied(
    "jobs.no_room",
    "服务器磁盘已满，没有办完",
    remedy="请告诉系统管理员腾出空间，再交办一次；已经办好的部分不会重做",
)

Clock = Callable[[], datetime]


class Lost(Exception):
    """The job is no longer this worker's: whatever it did is rolled back."""


def run_next(*, worker: str, clock: Clock, leaving: Callable[[], bool] = bool) -> Job | None:
    """Do the oldest waiting job to its end; None when nothing waits."""
    job = _claimed(worker, clock())
    if job is None:
        return None
    try:
        _carry_out(job, clock, leaving)
    except Refused as refused:
        _end(job, JobState.FAILED, clock(), refused.decisions)
    except Cancelled as cancelled:
        _end(job, JobState.CANCELLED, clock(), told=f"{cancelled}取消，没有保存任何改动"[:500])
    except Stopping:
        _put_back(job)
    except Lost:
        log.warning("job %s was taken back while it ran; its work is rolled back", job.pk)
    except Exception as error:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _end(job, JobState.FAILED, clock(), (_NO_ROOM if room.full(error) else _fault(job),))
    job.refresh_from_db()
    _sweep(job)
    return job


def _sweep(job: Job) -> None:
    if job.state == JobState.WAITING:
        places.clear_workings(job.pk, finished=False)
    elif job.result_name:
        places.clear_workings(job.pk, finished=True)
    elif JobState(job.state).final:
        places.clear(job.pk)


def _claimed(worker: str, now: datetime) -> Job | None:
    """One conditional update decides between workers; there is no lock to forget."""
    while True:
        waiting = Job.objects.filter(state=JobState.WAITING).order_by("pk")
        pk = waiting.values_list("pk", flat=True).first()
        if pk is None:
            return None
        claim = {"state": JobState.RUNNING, "worker": worker, "started_at": now}
        if Job.objects.filter(pk=pk, state=JobState.WAITING).update(**claim, attempts=F("attempts") + 1):
            return Job.objects.select_related("person").get(pk=pk)


def _carry_out(job: Job, clock: Clock, leaving: Callable[[], bool]) -> None:
    kind = kinds.still_known(job.kind)
    started = job.started_at
    assert started is not None
    by = accounts.actor(job.person.code, on=localdate(started)) if job.person else system()
    task = Task(job, by, started, clock, leaving, finish=lambda outcome: _finish(job, task, outcome))
    with _transaction(kind):
        outcome = kind.body(task)
        if not task.settled:
            with transaction.atomic():
                task.settle(outcome)


def _transaction(kind: Kind) -> transaction.Atomic | nullcontext[None]:
    return transaction.atomic() if kind.whole else nullcontext()


def _finish(job: Job, task: Task, outcome: Outcome) -> None:
    now, said, result = task.clock(), task.said, task.left
    told = " ".join(outcome.told.split())[:500]
    changed = _mine(job).update(
        state=JobState.DONE,
        finished_at=now,
        told=told,
        url=outcome.url,
        done=said.done,
        total=said.total,
        words=said.words[:200],
        result_name=result.name if result else "",
        result_size=result.size if result else 0,
        result_sha256=result.sha256 if result else "",
        result_until=localdate(now) + timedelta(days=KEPT_DAYS) if result else None,
    )
    if not changed:
        raise Lost
    _journal(job, "job.finished", task.by, now, {"told": told, "file": result.name if result else ""})


def _end(
    job: Job, state: JobState, now: datetime, decisions: tuple[Decision, ...] = (), told: str = ""
) -> None:
    """The body stopped: its transaction is gone, this one tells why."""
    reasons = [
        {"code": d.code, "reason": d.reason, "clause": d.clause, "remedy": d.remedy} for d in decisions
    ]
    said = places.said(job.pk)
    with transaction.atomic():
        if not _mine(job).update(
            state=state,
            finished_at=now,
            told=told,
            refusal=reasons,
            done=said.done if said else 0,
            total=said.total if said else 0,
            words=said.words[:200] if said else "",
        ):
            return
        kind = "job.cancelled" if state == JobState.CANCELLED else "job.failed"
        by = accounts.actor(job.person.code, on=localdate(now)) if job.person else system()
        body: dict[str, object] = (
            {"begun": True} if state == JobState.CANCELLED else {"reasons": [d.code for d in decisions]}
        )
        _journal(job, kind, by, now, body)


def _put_back(job: Job) -> None:
    """The worker leaves: no attempt was used up, the next worker begins anew."""
    _mine(job).update(state=JobState.WAITING, worker="", started_at=None, attempts=F("attempts") - 1)


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)


def _journal(job: Job, event: str, by: Actor, now: datetime, body: dict[str, object]) -> None:
    """What comes round by itself is not news: its body journals whatever it changes."""
    if job.person_id is not None:
        told = {"kind": job.kind, "title": job.title, "person": job.person_id, **body}
        record(event, by=by, now=now, thing=f"job:{job.pk}", body=told)


def system() -> Actor:
    """Who does periodic work: nobody's rights, no data scope."""
    return Actor(None, "system", "系统", None, "", "", "", frozenset(), ())


def _fault(job: Job) -> Decision:
    return denied(
        "jobs.fault",
        "程序内部出错，不是您的操作有误；没有保存任何改动",
        remedy=f"请把任务号 {job.pk} 告诉系统管理员，原因记在执行程序的日志里",
    )
