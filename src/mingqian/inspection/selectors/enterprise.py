"""What a firm sees of its own checks: from the moment there is something to tell, never before the visit."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.core.canonical import jcs
from mingqian.documents.enums import Kind
from mingqian.documents.types import Handed
from mingqian.draw import selectors as draws
from mingqian.inspection.models import Guidance, Rectification, ResultNotice, Task
from mingqian.inspection.packrules import DEFENCE
from mingqian.inspection.selectors import announcing
from mingqian.inspection.selectors.tasks import WITH, of_firm
from mingqian.ui.words import day


def tasks(by: Actor) -> QuerySet[Task]:
    """Own checks, the newest first."""
    return of_firm(by).order_by("-recorded_at", "code")


def one(by: Actor, code: str) -> Task | None:
    """One own task, or none."""
    return tasks(by).filter(code=code).first()


def opening(task: Task) -> bytes | None:
    """The file by which a visited firm finds its own row; none for checks without a draw and for natural persons."""
    if task.batch.draw is None or task.natural_person:
        return None
    found = draws.transcripts.opening_of(task.batch.draw, task.subject.code, item=task.item.item.code)
    return jcs(found) if found else None


def rectifications(by: Actor) -> QuerySet[Rectification]:
    """Orders to the own subjects."""
    rows = Rectification.objects.filter(task__in=tasks(by).values("pk"))
    return rows.select_related("task__batch", "task__subject", "task__unit", "task__item__item").order_by(
        "due_on"
    )


def defence_until(task: Task) -> date | None:
    """The last day of the firm's time to answer; none while nothing runs or it is paused."""
    name = f"task:{task.code}"
    return clocks.due.last_days([name], kind=DEFENCE).get(name)


def guidance(by: Actor) -> QuerySet[Guidance]:
    """行政指导 given to the own subjects, the newest first."""
    rows = Guidance.objects.filter(subject__number__in=by.subjects or ("",))
    return rows.select_related("subject", "unit", "by").order_by("-on", "-pk")


def handed(by: Actor) -> Iterator[Handed]:
    """What was served on the own subjects and stands on the pages of their checks."""
    for notice in announcing.of_firm(by):
        about = f"{day(notice.from_on)}至{day(notice.until_on)}检查"
        url = reverse("inspection:own-notice", args=[notice.number])
        thing = f"approval:{notice.approval.number}"
        if notice.served_on:
            yield Handed(Kind.VISIT_NOTICE, thing, notice.number, about, notice.served_on, url)
    own = tasks(by)
    for told in ResultNotice.objects.filter(task__in=own.values("pk")).select_related(
        *(f"task__{one}" for one in WITH)
    ):
        yield _handed(Kind.PRELIMINARY_NOTICE, told.task, told.number, told.served_on)
    for order in rectifications(by):
        yield _handed(Kind.RECTIFICATION_ORDER, order.task, order.number, order.ordered_on)


def _handed(kind: Kind, task: Task, number: str, on: date) -> Handed:
    url = reverse("inspection:own-check", args=[task.code])
    return Handed(kind, f"task:{task.code}", number, f"{task.subject_name}：{task.item_name}", on, url)
