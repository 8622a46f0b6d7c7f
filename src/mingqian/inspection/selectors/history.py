"""Everything that happened to one task, in a few queries, for its page and the firm's."""

from dataclasses import dataclass
from datetime import date

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
    """The history of a task that the caller may see; what cannot be there is not asked for."""
    order = Rectification.objects.filter(task=task).select_related("ordered_by", "decided_by").first()
    if order is not None:
        order.task = task  # and task.rectification is this row: nobody asks for it twice
    records = list(CheckRecord.objects.filter(task=task).select_related("by"))
    notices = list(ResultNotice.objects.filter(task=task).select_related("by")) if records else []
    defences = Defence.objects.filter(task=task).select_related("by").prefetch_related("files")
    seats = TeamSeat.objects.select_related("inspector").order_by("seat")
    answers = DefenceAnswer.objects.filter(task=task).select_related("by")
    return History(
        task=task,
        records=records,
        notices=notices,
        defences=list(defences) if notices else [],
        answers=list(answers) if notices else [],
        order=order,
        steps=_steps(order),
        seats=list(seats.filter(batch=task.batch_id, team=task.team)) if task.team else [],
        checklist=Checklist.objects.filter(batch=task.batch_id, item=task.item_id).first(),
        deadlines=_deadlines(task, today),
        bases=_bases(task),
    )


def _steps(order: Rectification | None) -> list[RectificationStep]:
    if order is None:
        return []
    rows = RectificationStep.objects.filter(rectification=order)
    return list(rows.select_related("by").prefetch_related("files"))


def _bases(task: Task) -> list[str]:
    rows = task.item.item_version.bases.select_related("document").order_by("pk")
    return [f"《{row.document.title}》{row.article}" for row in rows]


def _deadlines(task: Task, today: date) -> list[Named]:
    names = [f"task:{task.code}", results.publication_of(task)]
    if task.approval is not None and task.approval.emergency:
        names.insert(0, f"approval:{task.approval.number}")
    found = clocks.due.named(names, today=today)
    return [one for name in names for one in found.get(name, [])]


def attachment(task: Task, pk: int) -> Attachment | None:
    """One file of a task that the caller may see."""
    own = Q(defence__task=task) | Q(step__rectification__task=task)
    return Attachment.objects.filter(own, pk=pk).first()


def content(row: Attachment) -> bytes:
    """What it holds, after a look at its hash."""
    return files.read(row.digest)
