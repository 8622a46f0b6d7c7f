"""Columns and filters of the task centre."""

from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.jobs.enums import JobState
from mingqian.jobs.models import Job
from mingqian.ui import forms
from mingqian.ui.tables import Column

Row = TypeVar("Row", bound=Model)
KINDS = {
    JobState.WAITING: "",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.INTERRUPTED: "bad",
    JobState.CANCELLED: "",
}


def state_tag(job: Job) -> SafeString:
    state = JobState(job.state)
    return format_html('<span class="tag {}">{}</span>', KINDS[state], state.label)


def _title(job: Job) -> SafeString:
    url = reverse("jobs:job", args=[job.pk])
    return format_html('<a class="t" href="{}">{}</a><small>任务号 {}</small>', url, job.title, job.pk)


def result(job: Job) -> str:
    """The sentence that says what came of it."""
    return job.told or "；".join(str(one["reason"]) for one in job.refusal)


def _asked_by(job: Job) -> str:
    return job.person.name if job.person else "系统"


COLUMNS = (
    Column("title", "任务", cell=_title, text=lambda job: job.title, wide=True),
    Column("state", "状态", cell=state_tag, text=lambda job: JobState(job.state).label, sort="state"),
    Column("result", "结果", cell=result),
    Column("person", "交办人", cell=_asked_by),
    Column("asked_at", "交办时间", sort="asked_at"),
    Column("finished_at", "结束时间", sort="finished_at"),
)


class JobFilter(forms.Filter):
    """By state and by a word of the title."""

    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *JobState.choices()])
    word = fields.CharField(label="任务", max_length=40)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        given: dict[str, Any] = {}
        if state := self.given("state"):
            given["state"] = state
        if word := self.given("word"):
            given["title__contains"] = word
        return rows.filter(**given)
