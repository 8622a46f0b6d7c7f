"""Clearing away: results nobody may fetch any longer, directories without a job, old periodic work."""

from datetime import timedelta

from django.utils.timezone import localdate

from mingqian.jobs import places
from mingqian.jobs.enums import OPEN
from mingqian.jobs.models import Job
from mingqian.jobs.types import Outcome, Running

#: Rows of work that nobody asked for are kept a month; those of people stay.
ROUNDS_KEPT = timedelta(days=30)


def tidy(task: Running) -> Outcome:
    """The body of the daily job ``jobs.tidy``."""
    over = Job.objects.filter(result_until__lt=localdate(task.now)).exclude(result_name="")
    expired = list(over.values_list("pk", flat=True))
    over.update(result_name="", result_until=None)
    Job.objects.filter(person__isnull=True, finished_at__lt=task.now - ROUNDS_KEPT).delete()
    wanted = Job.objects.filter(pk__in=places.everything())
    kept = set(wanted.filter(state__in=OPEN).values_list("pk", flat=True))
    kept |= set(wanted.exclude(result_name="").values_list("pk", flat=True))
    gone = [job for job in places.everything() if job not in kept]
    for job in gone:
        places.clear(job)
    return Outcome(told=f"清理到期的结果文件 {len(expired)} 个、任务目录 {len(gone)} 个")
