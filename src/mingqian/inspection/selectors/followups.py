"""后续措施: chosen and running, late, and the problems nobody has chosen anything for."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection import outcomes
from mingqian.inspection.models import FollowUp, Rectification, Task
from mingqian.inspection.policies import FOLLOWED
from mingqian.inspection.selectors import tasks

Row = FollowUp
STANDS = ("confirmed", "published", "withheld", "closed")


def visible(by: Actor) -> QuerySet[FollowUp]:
    """Measures for tasks that may be seen."""
    rows = FollowUp.objects.filter(task__in=tasks.visible(by).values("pk"))
    return rows.select_related("task__batch", "task__unit", "by", "done_by").order_by("due_on", "pk")


def open_ones(by: Actor) -> QuerySet[FollowUp]:
    """Not yet ended."""
    return visible(by).filter(done_on__isnull=True)


def late(by: Actor, *, today: date) -> QuerySet[FollowUp]:
    """Open beyond their day."""
    return open_ones(by).filter(due_on__lt=today)


def unattended(by: Actor, *, batch: str = "") -> QuerySet[Task]:
    """Problems with a final result for which neither an order was given nor a measure chosen (涪陵 五(三))."""
    return without(tasks.visible(by), batch=batch).order_by("confirmed_on", "number")


def without(rows: QuerySet[Task], *, batch: str = "") -> QuerySet[Task]:
    """Of some tasks, those; whatever was put right on the spot has been attended to."""
    asking = [code for code, outcome in outcomes.table().items() if outcome.order or outcome.case]
    found = rows.filter(outcome__in=asking, state__in=STANDS)
    if batch:
        found = found.filter(batch__code=batch)
    ordered = Rectification.objects.filter(task=OuterRef("pk"))
    chosen = FollowUp.objects.filter(task=OuterRef("pk"))
    return found.exclude(Exists(ordered)).exclude(Exists(chosen))


def running(rows: Sequence[Task], kind: str) -> Iterable[int]:
    """Of some tasks, those for which this measure has not ended."""
    found = FollowUp.objects.filter(task__in=[one.pk for one in rows], kind=kind, done_on__isnull=True)
    return found.values_list("task_id", flat=True)


def one(by: Actor, pk: int) -> FollowUp | None:
    """One measure, or none for who may not see it."""
    return visible(by).filter(pk=pk).first()


def locked(by: Actor, pk: int) -> FollowUp:
    """The row for a write."""
    row = visible(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        why = "没有找到这项后续措施，或不在您的范围内"
        raise Refused(denied("inspection.follow_up", why, FOLLOWED, "请从列表打开"))
    return row
