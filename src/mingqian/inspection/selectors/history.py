"""Everything that happened to one task, in a few queries, for its page and the firm's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.clocks.types import Named
from mingqian.inspection import files, packrules
from mingqian.inspection.models import (
    Attachment,
    Checklist,
    CheckRecord,
    Defence,
    DefenceAnswer,
    Rectification,
    RectificationStep,
    ResultNotice,
    Task,
    TeamSeat,
)
from mingqian.inspection.selectors import results
from mingqian.ui import asking
from mingqian.ui.asking import Asking

Row = TypeVar("Row")
FIRM = (packrules.DEFENCE, "rectification.due")


@dataclass(frozen=True)
class History:
    """The rows beside a task, each list in the order things happened."""

    task: Task
    records: list[CheckRecord]
    notices: list[ResultNotice]
    defences: list[Defence]
    answers: list[DefenceAnswer]
    order: Rectification | None
    steps: list[RectificationStep]
    seats: list[TeamSeat]
    checklist: Checklist | None
    deadlines: list[Named]
    bases: list[str]

    def leads(self, by: Actor) -> bool:
        """Is this person the captain of the task's team?"""
        return self.sits(by) and any(
            seat.captain and seat.inspector.person_id == by.person_id for seat in self.seats
        )

    def sits(self, by: Actor) -> bool:
        """Does this person belong to the task's team?"""
        return by.person_id is not None and any(
            seat.inspector.person_id == by.person_id for seat in self.seats
        )

    @property
    def of_the_firm(self) -> list[Named]:
        """The firm's own time; how long the bureau has is the bureau's affair."""
        return [one for one in self.deadlines if one.kind in FIRM]

    @property
    def record(self) -> CheckRecord | None:
        """The record that counts: the last one, unless the task was sent back since."""
        return self.records[-1] if self.records and self.task.outcome else None


def of(task: Task, *, today: date) -> History:
    """The history of a task that the caller may see."""
    (found,) = many([task], today=today)
    return found


def many(tasks: Sequence[Task], *, today: date) -> list[History]:
    """The same for a stack of tasks, in its order, in no more queries than for one."""
    if not tasks:
        return []
    parts: tuple[Asking[Any], ...] = _rows(tasks), _deadlines(tasks, today)
    rows, deadlines = asking.answered(asking.gather(*parts))
    return [History(task=task, deadlines=deadlines[task.pk], **rows[task.pk]) for task in tasks]


def _rows(tasks: Sequence[Task]) -> Asking[dict[int, dict[str, Any]]]:
    keys, batches = [task.pk for task in tasks], {task.batch_id for task in tasks}
    lists: dict[str, QuerySet[Any]] = {
        "records": CheckRecord.objects.filter(task__in=keys).select_related("by"),
        "notices": ResultNotice.objects.filter(task__in=keys).select_related("by"),
        "defences": Defence.objects.filter(task__in=keys).select_related("by"),
        "answers": DefenceAnswer.objects.filter(task__in=keys).select_related("by"),
    }
    steps = RectificationStep.objects.filter(rectification__task__in=keys)
    steps = steps.select_related("by", "rectification")
    orders = Rectification.objects.filter(task__in=keys).select_related("ordered_by", "decided_by")
    seats = TeamSeat.objects.filter(batch__in=batches, team__in={task.team or 0 for task in tasks})
    seats = seats.select_related("inspector")
    sheets = Checklist.objects.filter(batch__in=batches, item__in={task.item_id for task in tasks})
    versions = {task.item.item_version.pk: task.item.item_version for task in tasks}
    asked = asking.together(*lists.values(), steps, orders, seats, sheets)
    yield from asking.gather(asked, asking.related(list(versions.values()), bases=("document",)))
    yield from asking.gather(asking.related(lists["defences"], "files"), asking.related(steps, "files"))
    own = {name: _sorted(rows, attrgetter("task_id")) for name, rows in lists.items()}
    own["steps"] = _sorted(steps, attrgetter("rectification.task_id"))
    ordered = _ordered(tasks, orders)
    seated = _sorted(seats, attrgetter("batch_id", "team"))
    listed = {(one.batch_id, one.item_id): one for one in sheets}
    return {
        task.pk: {
            **{name: rows[task.pk] for name, rows in own.items()},
            "order": ordered.get(task.pk),
            "seats": seated[task.batch_id, task.team or 0],
            "checklist": listed.get((task.batch_id, task.item_id)),
            "bases": _bases(versions[task.item.item_version.pk]),
        }
        for task in tasks
    }


def _ordered(tasks: Sequence[Task], orders: Iterable[Rectification]) -> dict[int, Rectification]:
    found = {one.task_id: one for one in orders}
    for task in tasks:
        if task.pk in found:
            found[task.pk].task = task  # and task.rectification is this row: nobody asks for it twice
    return found


def _sorted(rows: Iterable[Row], key: Callable[[Row], Any]) -> defaultdict[Any, list[Row]]:
    """By whose they are; each list in the order of the table, which is the one things happened in."""
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for one in rows:
        found[key(one)].append(one)
    return found


def _bases(version: Any) -> list[str]:  # noqa: ANN401 — a row of the registry
    return [f"《{row.document.title}》{row.article}" for row in version.bases.all()]


def _deadlines(tasks: Sequence[Task], today: date) -> Asking[dict[int, list[Named]]]:
    names = {task.pk: _named(task) for task in tasks}
    found = yield from clocks.due.naming([one for own in names.values() for one in own], today=today)
    return {pk: [one for name in own for one in found.get(name, [])] for pk, own in names.items()}


def _named(task: Task) -> list[str]:
    """The things whose periods a task shows: its emergency, itself, the publication of its batch."""
    names = [f"task:{task.code}", results.publication_of(task)]
    if task.approval is not None and task.approval.emergency:
        names.insert(0, f"approval:{task.approval.number}")
    return names


def attachment(task: Task, pk: int) -> Attachment | None:
    """One file of a task that the caller may see."""
    own = Q(defence__task=task) | Q(step__rectification__task=task)
    return Attachment.objects.filter(own, pk=pk).first()


def content(row: Attachment) -> bytes:
    """What it holds, after a look at its hash."""
    return files.read(row.digest)
