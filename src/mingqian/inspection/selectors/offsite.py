"""Requests to firms and captures from the network: the desk's, and the firm's own."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor
from mingqian.core.comparing import Verdict
from mingqian.core.decision import Refused, denied
from mingqian.inspection.enums import OffsiteState
from mingqian.inspection.material import Material
from mingqian.inspection.models import (
    Batch,
    Checklist,
    ComparisonRow,
    OffsiteFile,
    OffsiteLine,
    OffsiteStep,
    Task,
)
from mingqian.inspection.selectors import tasks
from mingqian.registry.enums import Method

FROM_FIRMS = (Method.SELF_CHECK.value, Method.WRITTEN.value)
WITH_FIRM = (OffsiteState.ASKED.value, OffsiteState.RETURNED.value)
STAGES = {
    "unasked": "未通知",
    "pending": "待提交",
    "overdue": "逾期未交",
    "handed_in": "待审核",
    "reviewed": "已审核",
}
"""What the page of a batch sorts its firms by; overdue is what is with the firm after its day."""


def materials(batch: Batch) -> Mapping[int, Material]:
    """Task → what its check rests on, for every task of a batch where something was begun: two statements."""
    steps = OffsiteStep.objects.filter(task__batch=batch)
    rows = list(steps.values_list("task_id", "task__method", "state", "due_on", "handed_at"))
    waiting = dict(unsettled(batch).values_list("task_id", "verdict")) if rows else {}
    return {
        task: Material(
            method, batch.code, state, due_on, localdate(handed_at) if handed_at else None,
            Verdict(waiting[task]).label if task in waiting else "",
        )
        for task, method, state, due_on, handed_at in rows
    }  # fmt: skip


def unsettled(batch: Batch) -> QuerySet[ComparisonRow]:
    """Differences and open questions of comparisons that nobody has gone into."""
    return ComparisonRow.objects.filter(task__batch=batch, settled="").exclude(verdict=Verdict.SAME.value)


def of(task: Task) -> OffsiteStep | None:
    """The step of a task that the caller may see."""
    return OffsiteStep.objects.filter(task=task).select_related("handed_by", "by").first()


def attachments(step: OffsiteStep) -> list[OffsiteFile]:
    """What came with it."""
    return list(step.files.order_by("pk"))


def lines(step: OffsiteStep) -> list[OffsiteLine]:
    """The list of material, each line with what was handed in for it."""
    files = Prefetch("files", OffsiteFile.objects.order_by("pk"))
    return list(step.lines.order_by("number").prefetch_related(files))


def of_batch(by: Actor, batch: str) -> QuerySet[Task]:
    """自查 and 书面 tasks of a batch with how far their material is: ``progress`` and ``due``."""
    rows = tasks.visible(by).filter(batch__code=batch, method__in=FROM_FIRMS).exclude(state="cancelled")
    return rows.annotate(progress=F("offsite__state"), road=F("offsite__road"), due=F("offsite__due_on"))


def methods(batch: Batch) -> frozenset[str]:
    """The ways of checking its items have."""
    return frozenset(batch.items.values_list("method", flat=True))


def _workable(by: Actor, batch: str) -> QuerySet[Task]:
    own = tasks.scope(by, "unit__path", roles=SECTIONS)
    return of_batch(by, batch).filter(own, state="waiting").order_by("number")


def to_ask(by: Actor, batch: str) -> QuerySet[Task]:
    """Whose firms nobody has asked yet, of units whose papers this person may do."""
    return _workable(by, batch).filter(offsite__isnull=True)


def to_hold(by: Actor, batch: str) -> QuerySet[Task]:
    """书面 tasks for which the bureau's own copies may still do."""
    open_ = Q(offsite__isnull=True) | Q(offsite__state__in=WITH_FIRM)
    return _workable(by, batch).filter(open_, method=Method.WRITTEN.value)


def stage(rows: QuerySet[Task], wanted: str, today: date) -> QuerySet[Task]:
    """Those of ``of_batch`` at one stage of the page's filter."""
    with_firm = Q(offsite__state__in=WITH_FIRM)
    conditions = {
        "unasked": Q(offsite__isnull=True),
        "pending": with_firm & Q(offsite__due_on__gte=today),
        "overdue": with_firm & Q(offsite__due_on__lt=today),
        "handed_in": Q(offsite__state=OffsiteState.HANDED_IN.value),
        "reviewed": Q(offsite__state=OffsiteState.REVIEWED.value),
    }
    return rows.filter(conditions[wanted]) if wanted in conditions else rows


def of_firm(by: Actor) -> QuerySet[OffsiteStep]:
    """What the own subjects were asked for."""
    rows = OffsiteStep.objects.filter(
        task__subject__number__in=by.subjects or ("",), road="asked"
    ).exclude(task__state="cancelled")  # fmt: skip
    asked = rows.filter(task__method__in=FROM_FIRMS)
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


def begun(rows: Iterable[Task]) -> dict[int, OffsiteStep]:
    """The steps these tasks have already."""
    return {step.task_id: step for step in OffsiteStep.objects.filter(task__in=[row.pk for row in rows])}
