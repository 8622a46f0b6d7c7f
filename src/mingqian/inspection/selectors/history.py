"""Everything that happened to one task, in a few queries, for its page and the firm's."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

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
    parts: tuple[Asking[Any], ...] = _rows(task), _deadlines(task, today)
    rows, deadlines = asking.answered(asking.gather(*parts))
    return History(task=task, deadlines=deadlines, **rows)


def _rows(task: Task) -> Asking[dict[str, Any]]:
    orders = Rectification.objects.filter(task=task).select_related("ordered_by", "decided_by")
    steps = RectificationStep.objects.filter(rectification__task=task).select_related("by")
    records = CheckRecord.objects.filter(task=task).select_related("by")
    notices = ResultNotice.objects.filter(task=task).select_related("by")
    defences = Defence.objects.filter(task=task).select_related("by")
    answers = DefenceAnswer.objects.filter(task=task).select_related("by")
    seats = TeamSeat.objects.filter(batch=task.batch_id, team=task.team or 0).select_related("inspector")
    seats = seats.order_by("seat")
    sheets = Checklist.objects.filter(batch=task.batch_id, item=task.item_id)
    bases = task.item.item_version.bases.select_related("document").order_by("pk")
    yield orders, steps, records, notices, defences, answers, seats, sheets, bases
    yield from asking.gather(asking.related(defences, "files"), asking.related(steps, "files"))
    order = next(iter(orders), None)
    if order is not None:
        order.task = task  # and task.rectification is this row: nobody asks for it twice
    return {
        "order": order,
        "steps": list(steps),
        "records": list(records),
        "notices": list(notices),
        "defences": list(defences),
        "answers": list(answers),
        "seats": list(seats),
        "checklist": next(iter(sheets), None),
        "bases": [f"《{row.document.title}》{row.article}" for row in bases],
    }


def _deadlines(task: Task, today: date) -> Asking[list[Named]]:
    names = [f"task:{task.code}", results.publication_of(task)]
    if task.approval is not None and task.approval.emergency:
        names.insert(0, f"approval:{task.approval.number}")
    found = yield from clocks.due.naming(names, today=today)
    return [one for name in names for one in found.get(name, [])]


def attachment(task: Task, pk: int) -> Attachment | None:
    """One file of a task that the caller may see."""
    own = Q(defence__task=task) | Q(step__rectification__task=task)
    return Attachment.objects.filter(own, pk=pk).first()


def content(row: Attachment) -> bytes:
    """What it holds, after a look at its hash."""
    return files.read(row.digest)
