"""Columns and cells of the vault's lists."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.records import known, matters, retention
from mingqian.records.enums import (
    DeviceKind,
    DeviceState,
    DisposalState,
    ItemState,
    Label,
    Looked,
    Medium,
    Purpose,
    RecallState,
)
from mingqian.records.models import Check, Device, Item, Look, Recall, Upload
from mingqian.records.selectors.watching import Running
from mingqian.records.services.receiving import is_late
from mingqian.ui import words
from mingqian.ui.tables import Column
from mingqian.ui.templatetags.ui import tag
from mingqian.ui.types import Kind

_LABELS: dict[Label, Kind] = {Label.OPEN: "", Label.INTERNAL: "info", Label.SENSITIVE: "warn"}
_DEVICE: dict[DeviceState, Kind] = {
    DeviceState.STORED: "", DeviceState.ISSUED: "ok", DeviceState.FAULTY: "warn", DeviceState.RETIRED: "bad",
}  # fmt: skip


def label_tag(row: Item) -> SafeString:
    """公开、内部、敏感."""
    return tag(Label(row.label).label, _LABELS[Label(row.label)])


def size(row: Item | Upload) -> str:
    """2.3 MB."""
    return words.size(row.size)


def kept_until(row: Item) -> str:
    """保管期限 in words."""
    period = retention.classes()[row.retention].label
    return f"{period}，至{words.day(row.until)}" if row.until else period


def item_link(row: Item) -> SafeString:
    """What it is, linked to its page."""
    url = reverse("records:item", args=[row.media])
    part = f" 第 {row.part}/{row.of} 段" if row.series else ""
    return format_html(
        '<a class="t" href="{}">{}</a><small>{}{} · {}</small><small class="mono">{}</small>',
        url, matters.names(row.stage, row.kind), Medium(row.medium).label, part, row.name, row.receipt,
    )  # fmt: skip


def thing_link(thing: str, title: str) -> SafeString:
    """The thing, linked to its records."""
    return format_html('<a href="{}">{}</a>', reverse("records:thing", args=[thing]), title)


def _state(row: Item) -> SafeString:
    if row.state == ItemState.DESTROYED:
        return tag(ItemState.DESTROYED.label, "bad")
    return tag("迟传", "warn") if is_late(row) else tag("在库", "ok")


def _with_thing(row: Item) -> SafeString:
    return format_html("{}<small>{}</small>", item_link(row), thing_link(row.thing, row.title))


def _told(row: Item) -> str:
    return f"{row.title} {matters.names(row.stage, row.kind)} {row.receipt}"


ITEMS = (
    Column("kind", "记录", cell=_with_thing, text=_told, wide=True),
    Column("captured_at", "录制时间", sort="captured_at"),
    Column("received_at", "收到时间", sort="received_at"),
    Column("person", "记录人", cell=lambda row: row.person.name),
    Column("size", "大小", cell=size, text=lambda row: row.size, numeric=True, sort="size"),
    Column("label", "标识", cell=label_tag),
    Column("state", "状态", cell=_state),
)
OF_THING = (Column("kind", "记录", cell=item_link, text=_told, wide=True), *ITEMS[1:])
WAITING = (
    Column("name", "记录", cell=lambda row: matters.names(row.stage, row.kind)),
    Column("thing", "所属", cell=lambda row: thing_link(row.thing, known.title(row.thing))),
    Column("captured_at", "录制时间"),
    Column("person", "记录人", cell=lambda row: row.person.name),
    Column("size", "大小", cell=size, numeric=True),
)
EXPIRED = (
    Column(
        "pick", "选", cell=lambda row: format_html('<input type="checkbox" name="media" value="{}" aria-label="选中 {}">', row.media, row.receipt)
    ),
    Column("kind", "记录", cell=item_link, wide=True),
    Column("thing", "所属", cell=lambda row: thing_link(row.thing, row.title)),
    Column("until", "保管至", cell=kept_until),
    Column("size", "大小", cell=size, numeric=True),
)  # fmt: skip


def _outcome(row: Look) -> SafeString:
    if row.outcome == Looked.REFUSED:
        return format_html("{} <small>{}</small>", tag("被拒绝", "bad"), row.why)
    return tag("带走副本", "warn") if row.kept else tag("在线查看", "ok")


LOOKS = (
    Column("at", "时间", sort="at"),
    Column("by", "查看人", cell=lambda row: f"{row.by.name}（{row.by.code}）"),
    Column(
        "item", "记录", cell=lambda row: _with_thing(row.item), text=lambda row: _told(row.item), wide=True
    ),
    Column("purpose", "目的", cell=lambda row: Purpose(row.purpose).label),
    Column("words", "事由"),
    Column("outcome", "结果", cell=_outcome, text=lambda row: Looked(row.outcome).label),
)
OWN_LOOKS = tuple(column for column in LOOKS if column.key != "item")


def _recall_state(row: Recall) -> SafeString:
    kinds: dict[str, Kind] = {"asked": "warn", "approved": "ok", "refused": "bad"}
    return tag(RecallState(row.state).label, kinds[row.state])


RECALLS = (
    Column("thing", "所属", cell=lambda row: thing_link(row.thing, known.title(row.thing)), text=lambda row: known.title(row.thing), wide=True),
    Column("asked_by", "申请人", cell=lambda row: f"{row.asked_by.name}（{row.asked_by.code}）"),
    Column("asked_at", "申请时间", sort="asked_at"),
    Column("purpose", "目的", cell=lambda row: Purpose(row.purpose).label),
    Column("words", "事由"),
    Column("state", "状态", cell=_recall_state, text=lambda row: RecallState(row.state).label),
    Column("until", "可查看至"),
    Column("decided_by", "决定人", cell=lambda row: row.decided_by.name if row.decided_by else ""),
    Column(
        "act", "办理",
        cell=lambda row: format_html('<a href="{}">办理</a>', reverse("records:recall", args=[row.pk])),
        text=lambda row: "",
    ),
)  # fmt: skip
DEVICES = (
    Column("number", "编号", cell=lambda row: _device_link(row), text=lambda row: row.number, sort="number"),
    Column("kind", "种类", cell=lambda row: DeviceKind(row.kind).label),
    Column("name", "型号"),
    Column("unit", "单位", cell=lambda row: row.unit.name),
    Column(
        "state", "状态", cell=lambda row: tag(DeviceState(row.state).label, _DEVICE[DeviceState(row.state)])
    ),
    Column("holder", "领用人", cell=lambda row: row.holder.name if row.holder else ""),
)


def _device_link(row: Device) -> SafeString:
    return format_html(
        '<a class="mono" href="{}">{}</a>', reverse("records:device", args=[row.number]), row.number
    )


CHECKS = (
    Column("ended_at", "核对时间"),
    Column("by", "办理"),
    Column("contents", "份数", numeric=True),
    Column("size", "数据量", cell=lambda row: words.size(row.size), numeric=True),
    Column("faults", "结论", cell=lambda row: _verdict(row)),
)


def _verdict(row: Check) -> SafeString:
    return tag(f"{len(row.faults)} 份有误", "bad") if row.faults else tag("完好", "ok")


DISPOSALS = (
    Column("number", "清册号", cell=lambda row: format_html('<a class="mono" href="{}">{}</a>', reverse("records:disposal", args=[row.number]), row.number)),
    Column("count", "份数", numeric=True),
    Column("proposed_by", "提出人", cell=lambda row: row.proposed_by.name),
    Column("proposed_at", "提出时间"),
    Column("state", "状态", cell=lambda row: tag(DisposalState(row.state).label)),
    Column("decided_by", "审定人", cell=lambda row: row.decided_by.name if row.decided_by else ""),
)  # fmt: skip
LINES = (
    Column("receipt", "回执号", cell=lambda row: format_html('<span class="mono">{}</span>', row.receipt)),
    Column("kind", "记录", cell=lambda row: matters.names(row.stage, row.kind)),
    Column("thing", "所属", cell=lambda row: row.title),
    Column("received_at", "收到时间"),
    Column("until", "保管至"),
    Column(
        "sha256", "内容摘要", cell=lambda row: format_html('<span class="mono">{}</span>', row.sha256[:16])
    ),
)


def _running_link(row: Running) -> SafeString:
    return format_html(
        '<a class="t" href="{}">{}</a><small>{}</small>',
        reverse("records:thing", args=[row.thing]), row.about.title, row.about.detail,
    )  # fmt: skip


RUNNING = (
    Column("thing", "正在办理", cell=_running_link, wide=True),
    Column("since", "开始时间", cell=lambda row: row.about.since),
    Column("count", "已收到记录", numeric=True),
    Column("last", "最近一份"),
)
