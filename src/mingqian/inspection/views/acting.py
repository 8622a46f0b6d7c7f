"""One page for every act on a task: what it is about, a form, one button. The view says the words."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.inspection import policies, selectors
from mingqian.inspection.models import Task
from mingqian.ui import pages
from mingqian.ui.forms import Form

TEAM = ("inspector", "business_inspector")
WORKERS = (*SECTIONS, *TEAM)
READERS = (*policies.READERS, *TEAM)


@dataclass(frozen=True)
class Words:
    """What an act is called, and what stands above its form."""

    title: str
    button: str
    told: str
    note: str = ""
    clause: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    shows: tuple[str, ...] = field(default=())


def today_in(field: str, request: Request) -> dict[str, object]:
    """Most dates are today's; it is offered, and may be changed."""
    return {field: localdate(request.now)}


def found(request: Request, code: str) -> Task:
    """The task, or 404."""
    return pages.found(selectors.tasks.one(request.actor, code))


def on_task(
    request: Request, task: Task, form: Form, act: Callable[[], object], words: Words
) -> HttpResponse:
    """Show the form, or do it and go back to the task; a refusal keeps what was typed."""
    if pages.submitted(request, form, act):
        return pages.done(request, "inspection:task", task.code, told=words.told)
    return pages.show(request, "inspection/act.html", {"form": form, "task": task, "words": words})
