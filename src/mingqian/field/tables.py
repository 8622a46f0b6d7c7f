"""Columns of the lists of visits and of what was held."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.core.machines import visit
from mingqian.field.enums import ActionKind
from mingqian.field.selectors.actions import Row as Action
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.ui.tables import Column
from mingqian.ui.words import moment

KINDS = {
    "arrived": "info", "shown": "info", "told": "info", "recorded": "info", "signed": "ok", "declined": "warn",
    "finished": "ok", "broken": "warn", "cancelled": "bad",
}  # fmt: skip


def state(row: Visit) -> SafeString:
    """Colour plus text."""
    return format_html(
        '<span class="tag {}">{}</span>', KINDS.get(row.state, ""), visit.MACHINE.states[row.state]
    )


def _named(row: Visit) -> SafeString:
    url = reverse("field:visit", args=[row.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>',
        url,
        row.approval.subject.name,
        row.code,
    )


def _held(row: Action) -> SafeString:
    url = reverse("field:visit", args=[row.visit.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, row.visit.approval.subject.name,
        row.visit.code,
    )  # fmt: skip


def kind(row: Action) -> str:
    """What the phone reported."""
    return ActionKind(row.kind).label


VISITS = (
    Column("subject", "对象", cell=_named, text=lambda row: f"{row.approval.subject.name}（{row.code}）", wide=True,
           sort="approval__subject__name"),
    Column("planned_on", "计划日期", sort="planned_on"),
    Column("state", "状态", cell=state, text=lambda row: visit.MACHINE.states[row.state], sort="state"),
    Column("arrived_at", "入企", cell=lambda row: moment(row.arrived_at) if row.arrived_at else "", sort="arrived_at"),
    Column("arrived_how", "方式", cell=lambda row: row.get_arrived_how_display()),
    Column("held", "待处理", cell=lambda row: str(row.held or ""), numeric=True),
)  # fmt: skip

HELD = (
    Column("visit", "对象", cell=_held, text=lambda row: row.visit.approval.subject.name, wide=True),
    Column("kind", "记录", cell=kind),
    Column("person", "记录人", cell=lambda row: row.person.name),
    Column("effective_at", "发生时间", cell=lambda row: moment(row.effective_at)),
    Column("received_at", "收到时间", cell=lambda row: moment(row.received_at)),
    Column("reason", "未生效的原因", wide=True),
)
