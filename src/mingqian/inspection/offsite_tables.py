"""Columns of the list of material of a batch."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.inspection import tables
from mingqian.inspection.enums import OffsiteRoad, OffsiteState
from mingqian.inspection.selectors.offsite import STAGES, WITH_FIRM
from mingqian.registry.enums import Method
from mingqian.ui.tables import Column

KINDS = {"overdue": "bad", "handed_in": "wait", "reviewed": "ok"}


def way(task: Any) -> str:  # noqa: ANN401 — a Task as ``selectors.offsite.of_batch`` annotates it
    """书面 or 自查."""
    return Method(task.method).label


def stage(task: Any, today: date) -> str:  # noqa: ANN401
    """One of STAGES."""
    if task.progress is None:
        return "unasked"
    if task.progress in WITH_FIRM:
        return "overdue" if task.due is not None and task.due < today else "pending"
    return "handed_in" if task.progress == OffsiteState.HANDED_IN else "reviewed"


def progress(task: Any, today: date) -> str:  # noqa: ANN401
    """In words."""
    return STAGES[stage(task, today)]


def materials(today: date) -> tuple[Column, ...]:
    """Who was asked, by when, how far it is."""

    def subject(task: Any) -> SafeString:  # noqa: ANN401
        url = reverse("inspection:offsite", args=[task.code])
        return format_html(
            '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, task.subject_name, task.code
        )

    def state(task: Any) -> SafeString:  # noqa: ANN401
        found = stage(task, today)
        return format_html('<span class="tag {}">{}</span>', KINDS.get(found, ""), STAGES[found])

    return (
        Column("subject_name", "对象", cell=subject, text=lambda row: row.subject_name, sort="subject_name", wide=True),
        Column("code", "任务", apart=True),
        Column("number", "代码", cell=lambda row: row.subject.number, apart=True),
        Column("item_name", "事项", sort="item_name", wide=True),
        Column("method", "方式", cell=way),
        Column("stage", "材料", cell=state),
        Column("road", "来源", cell=lambda row: OffsiteRoad(row.road).label if row.road else ""),
        Column("due", "提交期限", sort="due"),
        Column("state", "任务状态", cell=tables.state),
        Column("outcome", "结果", cell=tables.outcome),
    )  # fmt: skip
