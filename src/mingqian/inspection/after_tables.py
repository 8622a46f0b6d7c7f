"""Columns of the lists of what comes after the visit."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.core.machines import batch_report, delivery
from mingqian.inspection import outcomes
from mingqian.inspection.enums import ConductKind, CreditKind, CreditState, FollowUpKind, GuidanceWay
from mingqian.inspection.models import (
    BatchReport,
    ConductReport,
    CreditSignal,
    DeliveredResult,
    Delivery,
    FollowUp,
    Guidance,
    Task,
)
from mingqian.inspection.tables import outcome, state
from mingqian.ui.tables import Column
from mingqian.ui.types import Kind
from mingqian.ui.words import day

COLOURS: dict[str, Kind] = {
    "positive": "ok", "reminder": "warn", "warning": "bad", "queued": "info", "taken": "ok", "withdrawn": "",
    "sent": "warn", "received": "ok", "returned": "bad", "draft": "", "submitted": "warn", "approved": "ok",
}  # fmt: skip


def tinted(code: str, label: str) -> SafeString:
    """A status of these lists: colour plus text."""
    return format_html('<span class="tag {}">{}</span>', COLOURS.get(code, ""), label)


def of_task(task: Task) -> SafeString:
    """The task behind a row: firm, code, link."""
    url = reverse("inspection:task", args=[task.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, task.subject_name, task.code
    )


def _signal(row: CreditSignal) -> SafeString:
    return of_task(row.task)


def _withdrawn(row: CreditSignal) -> str:
    return f"{day(row.withdrawn_on)} {row.reason}" if row.reason else ""


def _standing(row: CreditSignal) -> SafeString:
    return format_html(
        "{}<small>{}</small>", tinted(row.state, CreditState(row.state).label), _withdrawn(row)
    )


def _whose(row: CreditSignal) -> SafeString:
    """What was checked, with the rule by which the result is credit information."""
    return format_html("{}<small>{}</small>", row.task.item_name, row.clause)


SIGNALS = (
    Column("subject", "对象", cell=_signal, text=lambda row: row.task.subject_name, wide=True),
    Column(
        "number",
        "代码",
        cell=lambda row: row.subject.number if not row.task.natural_person else "",
        apart=True,
    ),
    Column(
        "kind", "种类", cell=lambda row: tinted(row.kind, CreditKind(row.kind).label), sort="kind", short=True
    ),
    Column("item", "事项", cell=_whose, text=lambda row: row.task.item_name, wide=True),
    Column("outcome", "检查结果", cell=lambda row: outcomes.of(row.outcome).name, short=True),
    Column("public", "公共信用信息", cell=lambda row: "是" if row.public else "否，仅本局使用", short=True),
    Column("made_on", "生成日期", sort="made_on", short=True),
    Column(
        "state",
        "状态",
        cell=_standing,
        text=lambda row: CreditState(row.state).label,
        sort="state",
        short=True,
    ),
    Column("reason", "撤回理由", cell=_withdrawn, apart=True),
    Column("clause", "依据", apart=True),
    Column("source", "来源任务", cell=lambda row: row.task.code, apart=True),
)


def _delivery(row: Delivery) -> SafeString:
    url = reverse("inspection:delivery", args=[row.number])
    return format_html('<a class="t mono" href="{}">{}</a>', url, row.number)


def delivery_state(row: Delivery) -> SafeString:
    """Where a sheet stands."""
    return tinted(row.state, delivery.MACHINE.states[row.state])


DELIVERIES = (
    Column("number", "报送单", cell=_delivery, text=lambda row: row.number, sort="number"),
    Column("batch", "批次", cell=lambda row: row.batch.title, wide=True),
    Column("count", "结果", cell=lambda row: row.count, numeric=True),
    Column("sent_at", "报送时间", sort="sent_at"),
    Column("sent_by", "报送人", cell=lambda row: row.sent_by.name),
    Column("state", "状态", cell=delivery_state, sort="state"),
    Column("words", "签收、退回情况", wide=True),
    Column("answered_at", "办理时间"),
)


def _result(row: DeliveredResult) -> SafeString:
    return of_task(row.task)


DELIVERED = (
    Column("subject", "对象", cell=_result, text=lambda row: row.task.subject_name, wide=True),
    Column("item", "事项", cell=lambda row: row.task.item_name, wide=True),
    Column("outcome", "报送的结果", cell=lambda row: outcomes.of(row.outcome).name),
    Column("unit", "责任单位", cell=lambda row: row.task.unit.name),
    Column("checked_on", "检查日期", cell=lambda row: row.task.checked_on),
    Column("state", "现在", cell=lambda row: state(row.task)),
)


def _follow(row: FollowUp) -> SafeString:
    return of_task(row.task)


FOLLOW_UPS = (
    Column("subject", "对象", cell=_follow, text=lambda row: row.task.subject_name, wide=True),
    Column("item", "事项", cell=lambda row: row.task.item_name, wide=True),
    Column("kind", "措施", cell=lambda row: FollowUpKind(row.kind).label, sort="kind"),
    Column("reason", "理由", wide=True),
    Column("due_on", "办理期限", sort="due_on"),
    Column("by", "选定人", cell=lambda row: row.by.name),
    Column("done_on", "办结日期", sort="done_on"),
    Column("outcome", "办理结果", wide=True),
)
UNATTENDED = (
    Column("subject_name", "对象", cell=of_task, text=lambda row: row.subject_name, wide=True),
    Column("item_name", "事项", wide=True),
    Column("outcome", "结果", cell=outcome, sort="outcome"),
    Column("problems", "发现的问题", wide=True),
    Column("confirmed_on", "确认日期", sort="confirmed_on"),
)


def _guided(row: Guidance) -> SafeString:
    return format_html(
        '<span class="t">{}</span><small class="mono">{}</small>', row.subject.name, row.subject.number
    )


GUIDANCE = (
    Column("subject", "对象", cell=_guided, text=lambda row: row.subject.name, wide=True),
    Column("on", "指导日期", sort="on"),
    Column("way", "方式", cell=lambda row: GuidanceWay(row.way).label),
    Column("words", "内容", wide=True),
    Column("first", "首次检查前", cell=lambda row: "是" if row.first else ""),
    Column("task", "所在检查", cell=lambda row: row.task.code if row.task else ""),
    Column("unit", "单位", cell=lambda row: row.unit.name),
    Column("read_at", "对象已阅"),
)


def _report(row: BatchReport) -> SafeString:
    url = reverse("inspection:report", args=[row.batch.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, row.batch.title, row.number
    )


REPORTS = (
    Column("batch", "批次", cell=_report, text=lambda row: row.batch.title, wide=True),
    Column(
        "state",
        "状态",
        cell=lambda row: tinted(row.state, batch_report.MACHINE.states[row.state]),
        sort="state",
    ),
    Column("written_by", "编写人", cell=lambda row: row.written_by.name),
    Column("decided_by", "批准人", cell=lambda row: row.decided_by.name if row.decided_by else ""),
    Column("sent_to", "报送"),
    Column("sent_on", "报送日期", sort="sent_on"),
)


def _conduct(row: ConductReport) -> SafeString:
    url = reverse("inspection:conduct-report", args=[row.code])
    return format_html('<a class="t mono" href="{}">{}</a>', url, row.code)


def conduct_about(row: ConductReport) -> str:
    """Whom or what a report is about, in words."""
    if row.inspector is not None:
        return f"{row.inspector.name}（{row.inspector.unit.name}）"
    if row.task is not None:
        return f"任务{row.task.code}第{row.task.team}检查组"
    return f"检查{row.approval.number}" if row.approval is not None else row.shown or "未写明"


CONDUCT = (
    Column("code", "编号", cell=_conduct, text=lambda row: row.code),
    Column("kind", "类别", cell=lambda row: ConductKind(row.kind).label, sort="kind"),
    Column("about", "涉及", cell=conduct_about, wide=True),
    Column("at", "收到时间", sort="at"),
    Column("due_on", "答复期限", sort="due_on"),
    Column("replied_at", "答复时间", sort="replied_at"),
)
