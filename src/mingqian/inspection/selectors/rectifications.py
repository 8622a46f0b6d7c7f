"""Orders to put something right: what is open, what is late."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.models import Rectification
from mingqian.inspection.selectors import tasks

OPEN = ("ordered", "submitted", "revisited")


def visible(by: Actor) -> QuerySet[Rectification]:
    """The orders of tasks that may be seen."""
    rows = Rectification.objects.filter(task__in=tasks.visible(by).values("pk"))
    return rows.select_related("task__batch", "task__subject", "task__unit", "task__item__item")


def open_ones(by: Actor) -> QuerySet[Rectification]:
    """Not yet confirmed either way."""
    return visible(by).filter(state__in=OPEN).order_by("due_on", "pk")


def late(by: Actor, *, today: date) -> QuerySet[Rectification]:
    """The firm's date has passed and nobody has looked."""
    return open_ones(by).filter(Q(state="ordered") | Q(state="submitted"), due_on__lt=today)


def to_confirm(by: Actor) -> QuerySet[Rectification]:
    """Revisited, waiting for a second person."""
    return visible(by).filter(state="revisited").order_by("revisited_on", "pk")


def locked(codes: list[str], found: QuerySet[Rectification]) -> dict[str, Rectification]:
    """Orders of the named tasks for a write; refused when one has none."""
    rows = {row.task.code: row for row in found.select_for_update(of=("self",)).filter(task__code__in=codes)}
    missing = [code for code in codes if code not in rows]
    if missing or not codes:
        shown = "、".join(missing[:3]) or "（未选择）"
        why = f"没有找到任务“{shown}”的整改，或不在您的范围内"
        raise Refused(denied("inspection.no_order", why, "", "请核对任务编号"))
    return rows


def figures(by: Actor, *, today: date) -> dict[str, int]:
    """Open, late, waiting for a second person, all: one query."""
    undone = Q(state__in=OPEN)
    counted = visible(by).aggregate(
        open=Count("pk", filter=undone),
        late=Count("pk", filter=Q(state__in=("ordered", "submitted"), due_on__lt=today)),
        confirm=Count("pk", filter=Q(state="revisited")),
        all=Count("pk"),
    )
    return {name: int(number) for name, number in counted.items()}
