"""Columns of the lists of inspection."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mingqian.core.machines import inspection, inspection_approval, inspection_rectification
from mingqian.inspection import nine, outcomes
from mingqian.inspection.models import Approval, Rectification, Task
from mingqian.inspection.showing import KINDS
from mingqian.registry.enums import Method
from mingqian.ui.tables import Column
from mingqian.ui.types import Deadline

Chips = Mapping[str, Deadline]


def tag(code: str, label: str) -> SafeString:
    """A status: colour plus text."""
    return format_html('<span class="tag {}">{}</span>', KINDS.get(code, ""), label)


def chip(deadline: Deadline | None) -> SafeString:
    """The component of a deadline inside a cell."""
    return mark_safe(render_to_string("ui/part/chip.html", {"deadline": deadline}))  # noqa: S308 — our own template


def _task(task: Task, page: str = "inspection:task") -> SafeString:
    url = reverse(page, args=[task.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, task.subject_name, task.code
    )


def state(task: Task) -> SafeString:
    """Where a task stands."""
    return tag(task.state, inspection.MACHINE.states[task.state])


def outcome(task: Task) -> str:
    """Its result in full words; empty while there is none."""
    return outcomes.of(task.outcome).name if task.outcome else ""


def _method(task: Task) -> str:
    return Method(task.method).label if task.method in set(Method) else task.method


TASKS = (
    Column(
        "subject_name", "对象", cell=_task, text=lambda row: row.subject_name, sort="subject_name", wide=True
    ),
    Column("item_name", "事项", sort="item_name", wide=True),
    Column(
        "team", "检查组", cell=lambda row: f"第{row.team}组" if row.team else "", numeric=True, sort="team"
    ),
    Column("method", "方式", cell=_method),
    Column("state", "状态", cell=state, text=lambda row: inspection.MACHINE.states[row.state], sort="state"),
    Column("outcome", "结果", cell=outcome, sort="outcome"),
    Column("checked_on", "检查日期", sort="checked_on"),
)


def with_chips(columns: tuple[Column, ...], chips: Chips, label: str) -> tuple[Column, ...]:
    """The same list with a deadline per task."""
    return (
        *columns,
        Column(
            "chip", label, cell=lambda row: chip(chips.get(_code(row))), text=lambda row: _words(chips, row)
        ),
    )


def _code(row: Any) -> str:  # noqa: ANN401 — a Task or a Rectification
    return row.code if isinstance(row, Task) else row.task.code


def _words(chips: Chips, row: Any) -> str:  # noqa: ANN401
    found = chips.get(_code(row))
    return found.words if found else ""


NOTICES = tuple(one for one in TASKS if one.key not in ("method", "team"))


def _order(row: Rectification) -> SafeString:
    return _task(row.task)


ORDERS = (
    Column("subject", "对象", cell=_order, text=lambda row: row.task.subject_name, wide=True),
    Column("item", "事项", cell=lambda row: row.task.item_name, wide=True),
    Column(
        "state", "状态", cell=lambda row: tag(row.state, inspection_rectification.MACHINE.states[row.state])
    ),
    Column("text", "要求", wide=True),
    Column("due_on", "整改期限", sort="due_on"),
    Column("submitted_on", "提交整改", sort="submitted_on"),
    Column("revisited_on", "回访", sort="revisited_on"),
    Column("published_on", "结果公示", cell=lambda row: row.task.published_on),
)


LEDGER = (
    Column("item_name", "检查事项名称", sort="item_name", wide=True),
    Column(
        "subject_name",
        "检查对象名称",
        cell=_task,
        text=lambda row: row.subject_name,
        sort="subject_name",
        wide=True,
    ),
    Column("people", "检查人员姓名", cell=nine.people),
    Column("checked_on", "检查时间", sort="checked_on"),
    Column("contents", "检查内容", cell=nine.contents, wide=True),
    Column("outcome", "检查结果", cell=outcome, sort="outcome"),
    Column("problems", "发现问题", wide=True),
    Column("disposal", "结果运用", cell=nine.used, wide=True),
    Column("putting_right", "整改落实情况", cell=nine.putting_right),
)
"""厦门 三(六)2: exactly these nine, in this order, on the page and in the file."""


def _approval(row: Approval) -> SafeString:
    return format_html(
        '<span class="t">{}</span><small class="mono">{}</small>', row.subject.name, row.number
    )


APPROVALS = (
    Column("subject", "对象", cell=_approval, text=lambda row: row.subject.name, wide=True),
    Column("batch", "批次", cell=lambda row: row.batch.code),
    Column("planned_on", "计划检查日期", sort="planned_on"),
    Column("grounds", "事由", wide=True),
    Column("requested_by", "申请人", cell=lambda row: row.requested_by.name),
    Column("state", "状态", cell=lambda row: tag(row.state, inspection_approval.MACHINE.states[row.state])),
)


def _own(task: Task) -> SafeString:
    url = reverse("inspection:own-check", args=[task.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, task.item_name, task.code
    )


def _told(task: Task) -> str:
    """A preliminary result reaches the firm with its notice, not before."""
    return "" if task.state == "recorded" else outcome(task)


OWN = (
    Column("item_name", "检查事项", cell=_own, text=lambda row: row.item_name, wide=True),
    Column("subject_name", "单位"),
    Column("checked_on", "检查日期", sort="checked_on"),
    Column("state", "进度", cell=state),
    Column("outcome", "结果", cell=_told),
)
