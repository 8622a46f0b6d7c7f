"""Reads of long work: everybody their own, the system administrator everything but the files."""

from datetime import datetime

from django.db.models import QuerySet

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.jobs import locks, places, policies
from mingqian.jobs.enums import OPEN, JobState
from mingqian.jobs.models import Job
from mingqian.jobs.types import Progress

may_stop = policies.may_stop
may_fetch = policies.may_fetch


def visible(by: Actor) -> QuerySet[Job]:
    """The newest first."""
    found = Job.objects.select_related("person").order_by("-pk")
    if by.has(Role.SYSTEM_ADMIN):
        return found
    return found.filter(person_id=by.person_id) if by.person_id else found.none()


def one(by: Actor, pk: int) -> Job | None:
    """One job, or None where it does not exist for this person."""
    return visible(by).filter(pk=pk).first()


def unfinished(by: Actor) -> QuerySet[Job]:
    """The person's own that wait or run."""
    return Job.objects.filter(person_id=by.person_id or 0, state__in=OPEN).order_by("-pk")


def progress(job: Job) -> Progress:
    """How far it is: said in a file while it runs, kept in the row afterwards."""
    kept = Progress(job.done, job.total, job.words)
    if job.state != JobState.RUNNING:
        return kept
    return places.said(job.pk) or kept


def stopping(job: Job) -> bool:
    """Has somebody asked it to stop and it has not noticed yet?"""
    return job.state == JobState.RUNNING and places.wishes_to_stop(job.pk) is not None


def ahead(job: Job) -> int:
    """How many wait or run before it."""
    return Job.objects.filter(state__in=OPEN, pk__lt=job.pk).count()


def workers() -> list[str]:
    """The workers that live now."""
    return locks.living()


def waiting_since() -> datetime | None:
    """When the oldest waiting work was asked for."""
    waiting = Job.objects.filter(state=JobState.WAITING).order_by("pk")
    return waiting.values_list("asked_at", flat=True).first()


def waits(kind: str) -> bool:
    """Does work of this kind wait that nobody has begun?"""
    return Job.objects.filter(kind=kind, state=JobState.WAITING).exists()
