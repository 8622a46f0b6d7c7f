"""Requests to firms and captures from the network: the desk's, and the firm's own."""

from collections.abc import Sequence

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.models import Checklist, OffsiteFile, OffsiteStep, Task


def unreviewed(rows: Sequence[Task]) -> frozenset[int]:
    """Tasks whose firm was asked and whose answer nobody has gone through yet."""
    asked = OffsiteStep.objects.filter(task__in=[row.pk for row in rows if row.method != "on_site"])
    return frozenset(asked.exclude(state="reviewed").values_list("task_id", flat=True))


def of(task: Task) -> OffsiteStep | None:
    """The step of a task that the caller may see."""
    return OffsiteStep.objects.filter(task=task).select_related("handed_by", "by").first()


def attachments(step: OffsiteStep) -> list[OffsiteFile]:
    """What came with it."""
    return list(step.files.order_by("pk"))


def of_firm(by: Actor) -> QuerySet[OffsiteStep]:
    """What the own subjects were asked for."""
    rows = OffsiteStep.objects.filter(task__subject__number__in=by.subjects or ("",)).exclude(
        task__state="cancelled"
    )
    asked = rows.filter(task__method__in=("self_check", "written"))
    return asked.select_related("task__batch", "task__subject", "task__unit", "task__item__item").order_by(
        "-pk"
    )


def one_of_firm(by: Actor, task: str) -> OffsiteStep | None:
    """One of them."""
    return of_firm(by).filter(task__code=task).first()


def locked_of_firm(by: Actor, task: str) -> OffsiteStep:
    """The row for a write of the firm."""
    row = of_firm(by).select_for_update(of=("self",)).filter(task__code=task).first()
    if row is None:
        raise Refused(
            denied("offsite.not_found", f"没有“{task}”的检查通知，或不是您单位的", "", "请核对编号")
        )
    return row


def points(step: OffsiteStep) -> list[dict[str, str]]:
    """The self-check form: the same points the inspectors use."""
    sheet = Checklist.objects.filter(batch=step.task.batch_id, item=step.task.item_id).first()
    return list(sheet.points) if sheet else []
