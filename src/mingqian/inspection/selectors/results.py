"""Confirmed results as publication, registry and statistics read them."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Exists, Prefetch, QuerySet

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.inspection import outcomes, packrules
from mingqian.inspection.models import Checklist, CheckRecord, Task
from mingqian.inspection.selectors import tasks
from mingqian.inspection.types import PublicResult
from mingqian.ui import prepared

OUT = ("published", "closed")
_NEWEST = Prefetch("records", CheckRecord.objects.order_by("-version"))


def to_publish(by: Actor, *, batch: str = "") -> list[PublicResult]:
    """Confirmed, neither out nor decided against: the queue of publication."""
    rows = tasks.visible(by).filter(state="confirmed")
    return _results(rows.filter(batch__code=batch) if batch else rows, dues=True)


def withheld(by: Actor, *, batch: str = "") -> list[PublicResult]:
    """Decided not to go out, counted and listed all the same."""
    rows = tasks.visible(by).exclude(withheld_code="")
    return _results(rows.filter(batch__code=batch) if batch else rows)


class Past(NamedTuple):
    """A check as the history of its subject tells it."""

    task: str
    batch: str
    item_name: str
    outcome: str
    checked_on: date | None
    published_on: date | None
    notice: str

    @property
    def result(self) -> outcomes.Outcome:
        """What the code stands for."""
        return outcomes.of(self.outcome)


_PAST = ("code", "batch__code", "item_name", "outcome", "checked_on", "published_on", "notice_code")


def of_subject(by: Actor, subject: str, *, most: int) -> list[Past]:
    """The history of one subject: every task with a result, published or not."""
    found = _checked(subject, by.person_id or 0)
    seen = (columns for *columns, unit, batch, own in found if own or tasks.covers(by, unit, batch))
    return [Past._make(columns) for columns in islice(seen, most)]


@prepared.question
def _checked(subject: str, person: int) -> "QuerySet[Task, Any]":
    rows = Task.objects.filter(subject__code=subject).exclude(outcome="").order_by("batch_id", "number")
    return rows.values_list(*_PAST, "unit__path", "batch__unit__path", Exists(tasks.of_team(person)))


def public(*, batch: str = "", subject: str = "", limit: int = 2_000) -> list[PublicResult]:
    """What is out. Nobody is asked who reads it; what of a natural person is shown, publicity decides."""
    rows = Task.objects.filter(state__in=OUT, published_on__isnull=False, withheld_code="")
    if batch:
        rows = rows.filter(batch__code=batch)
    if subject:
        rows = rows.filter(subject__code=subject)
    return _results(rows.order_by("-published_on", "batch_id", "number")[:limit])


def _results(rows: QuerySet[Task], *, dues: bool = False) -> list[PublicResult]:
    found = list(tasks.many(rows).prefetch_related(_NEWEST))
    limits = _limits(found) if dues else {}
    return [_result(task, limits) for task in found]


def _limits(found: Iterable[Task]) -> dict[str, tuple[date | None, str]]:
    things = sorted({publication_of(task) for task in found})
    return clocks.due.strictest(things, kind=packrules.PUBLISH)


def ledger(by: Actor) -> QuerySet[Task]:
    """台账 (厦门 三(六)2): every task with a result, with all that its nine fields need, in a few queries."""
    rows = tasks.visible(by).exclude(outcome="").select_related(*tasks.WITH, "rectification")
    sheets = Prefetch("batch__checklists", Checklist.objects.order_by("item_id"))
    return rows.prefetch_related(_NEWEST, sheets, "follow_ups").order_by("-checked_on", "batch_id", "number")


def table() -> list[outcomes.Outcome]:
    """Every result with what follows it."""
    return list(outcomes.table().values())


def publication_of(task: Task) -> str:
    """Whose publication clock a task runs on: its item in its batch."""
    return f"results:{task.batch.code}/{task.item.item.code}"


def _result(task: Task, limits: dict[str, tuple[date | None, str]]) -> PublicResult:
    outcome = outcomes.of(task.outcome)
    record = next(iter(task.records.all()), None)
    due, clause = limits.get(publication_of(task), (None, ""))
    return PublicResult(
        task=task.code,
        batch=task.batch.code,
        plan=task.batch.plan.code if task.batch.plan else "",
        item=task.item.item.code,
        item_name=task.item_name,
        subject=task.subject.code,
        subject_name=task.subject_name,
        subject_kind=task.subject.kind,
        natural_person=task.natural_person,
        outcome=outcome.code,
        outcome_label=outcome.name,
        problem=outcome.problem,
        disposal=outcome.disposal,
        disposal_clause=outcome.clause,
        summary=task.problems,
        checked_on=task.checked_on,
        inspectors=tuple((paper[0], paper[1]) for paper in record.papers) if record else (),
        confirmed_on=task.confirmed_on,
        published_on=task.published_on,
        notice=task.notice_code,
        state=task.state,
        due=due,
        due_clause=clause,
    )
