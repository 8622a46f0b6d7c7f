"""Pages of the task centre: what runs, one task, stopping it, fetching what it left."""

from collections.abc import Iterator
from pathlib import Path

from django.http import HttpResponse

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.core.decision import demand
from mingqian.jobs import places, selectors, services
from mingqian.jobs.enums import JobState
from mingqian.jobs.models import Job
from mingqian.jobs.tables import COLUMNS, JobFilter, state_tag
from mingqian.ui import access, pages, tables

BLOCK = 1 << 16


@access.page(*STAFF)
def jobs(request: Request) -> HttpResponse:
    """The person's own; for the system administrator everybody's. What runs stands on top and moves."""
    rows = selectors.visible(request.actor)
    listing = tables.listing(request, rows=rows, columns=COLUMNS, filters=JobFilter, name="长任务")
    if listing.export:
        return listing.export
    running = [(job, selectors.progress(job)) for job in selectors.unfinished(request.actor)]
    context = {"listing": listing, "running": running, "workers": selectors.workers()}
    return _moving(request, pages.show(request, "jobs/jobs.html", context, part="running"), bool(running))


@access.page(*STAFF)
def job(request: Request, pk: int) -> HttpResponse:
    """One task: how far it is, what came of it, what stood in its way."""
    found = pages.found(selectors.one(request.actor, pk))
    context = {
        "job": found,
        "state": state_tag(found),
        "open": not JobState(found.state).final,
        "progress": selectors.progress(found),
        "ahead": selectors.ahead(found) if found.state == JobState.WAITING else 0,
        "stopping": selectors.stopping(found),
        "workers": selectors.workers(),
        "may_stop": selectors.may_stop(request.actor, found).ok,
        "may_fetch": selectors.may_fetch(request.actor, found).ok,
        "facts": _facts(found),
    }
    return _moving(request, pages.show(request, "jobs/job.html", context, part="now"), bool(context["open"]))


def _moving(request: Request, response: HttpResponse, still: bool) -> HttpResponse:
    """The piece that asked for itself again; once it has come to an end, the whole page is to be shown anew."""
    if request.htmx and not still:
        response["HX-Refresh"] = "true"
    return response


def _facts(job: Job) -> list[tuple[str, object]]:
    rows = [
        ("任务号", job.pk),
        ("种类", services.label(job.kind)),
        ("交办人", job.person.name if job.person else "系统"),
        ("交办时间", job.asked_at),
        ("开始时间", job.started_at),
        ("结束时间", job.finished_at),
        ("交来的文件", job.file_name),
    ]
    return [(label, value) for label, value in rows if value]


# Not one transaction: a running task may hold SQLite's only writer, and stopping it must not wait for that.
@access.action(*STAFF, atomic=False)
def stop(request: Request, pk: int) -> HttpResponse:
    """Take a task back."""
    state = services.stop(pk, by=request.actor, now=request.now)
    told = "已取消" if state == JobState.CANCELLED else "已要求停止，任务停下后什么也不保存"
    return pages.done(request, "jobs:job", pk, told=told)


@access.page(*STAFF)
def file(request: Request, pk: int) -> HttpResponse:
    """The file a task left, for whoever asked for it."""
    found = pages.found(selectors.one(request.actor, pk))
    demand(selectors.may_fetch(request.actor, found))
    place = places.result(found.pk)
    pages.found(place if place.is_file() else None)
    return pages.download(found.result_name, _blocks(place), _kind(found.result_name))


def _kind(name: str) -> str:
    ending = Path(name).suffix.lower().removeprefix(".")
    return ending if ending in ("csv", "xlsx", "json", "zip", "txt") else "bin"


def _blocks(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
