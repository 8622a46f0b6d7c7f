"""What a worker left behind that died in the middle: killed, out of memory, out of power."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.audit.services import record
from mingqian.core.decision import Decision, Refused, denied
from mingqian.jobs import locks, places
from mingqian.jobs.enums import JobState
from mingqian.jobs.models import Job
from mingqian.jobs.services import kinds

#: A job that has killed two workers would kill the third.
ATTEMPTS = 2


def take_back(*, now: datetime) -> list[Job]:
    """Jobs whose worker no longer lives wait again, or are given up with what to do. None is forgotten."""
    found = []
    for job in Job.objects.filter(state=JobState.RUNNING).select_related("person").order_by("pk"):
        if not locks.alive(job.worker) and _taken_back(job, now):
            job.refresh_from_db()
            found.append(job)
    locks.bury()
    return found


@transaction.atomic
def _taken_back(job: Job, now: datetime) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)
    if places.wishes_to_stop(job.pk) is None and _repeatable(job):
        return bool(mine.update(state=JobState.WAITING, worker="", started_at=None))
    reason = _why(job)
    reasons = [{"code": reason.code, "reason": reason.reason, "clause": "", "remedy": reason.remedy}]
    if not mine.update(state=JobState.INTERRUPTED, finished_at=now, refusal=reasons):
        return False
    if job.person is not None:
        by = accounts.actor(job.person.code, on=localdate(now))
        body = {"kind": job.kind, "title": job.title, "person": job.person.pk, "attempts": job.attempts}
        record("job.interrupted", by=by, now=now, thing=f"job:{job.pk}", body=body)
    transaction.on_commit(lambda: places.clear(job.pk))
    return True


def _repeatable(job: Job) -> bool:
    try:
        return kinds.still_known(job.kind).again and job.attempts < ATTEMPTS
    except Refused:
        return False


def _why(job: Job) -> Decision:
    if job.attempts >= ATTEMPTS:
        return denied(
            "jobs.interrupted_twice",
            f"执行程序在办理中途被终止了 {job.attempts} 次，不再自动重做",
            remedy=f"请把任务号 {job.pk} 告诉系统管理员（多为内存不足或机器重启），查明后重新交办",
        )
    return denied(
        "jobs.interrupted",
        "执行程序在办理中途被终止",
        remedy="请先在相应的页面核对已经保存了哪些，再重新交办",
    )
