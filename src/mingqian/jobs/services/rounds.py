"""Periodic work: whoever moves the time on asks for the job, so several workers ask once."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from mingqian.jobs.models import Job, Round
from mingqian.jobs.services import kinds
from mingqian.jobs.services.asking import open_of_kind
from mingqian.jobs.types import Every, Rhythm


def come_round(*, now: datetime) -> list[Job]:
    """Ask for everything that is due. What is still open is not asked for twice, what was missed only once."""
    asked = [_asked(rhythm, now) for rhythm in kinds.rhythms()]
    return [job for job in asked if job is not None]


def _asked(rhythm: Rhythm, now: datetime) -> Job | None:
    due = Round.objects.filter(kind=rhythm.kind).values_list("next_at", flat=True).first()
    if due is not None and due > now:
        return None
    with transaction.atomic():
        later = rhythm.after(localtime(now))
        if due is None:
            first = now if isinstance(rhythm, Every) else later
            Round.objects.get_or_create(kind=rhythm.kind, defaults={"next_at": first})
            return None
        if not Round.objects.filter(kind=rhythm.kind, next_at=due).update(next_at=later):
            return None
        if open_of_kind(rhythm.kind):
            return None
        return Job.objects.create(kind=rhythm.kind, title=kinds.label(rhythm.kind), asked_at=now)
