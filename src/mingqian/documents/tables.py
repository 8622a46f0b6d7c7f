"""Columns of the lists of papers, numbers, templates."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.core.machines import document as states
from mingqian.documents.enums import Kind, NumberState, TemplateState
from mingqian.documents.models import Document, Number, Template
from mingqian.documents.types import Handed
from mingqian.ui.tables import Column
from mingqian.ui.words import day

_TAGS = {"draft": "warn", "issued": "info", "served": "ok", "voided": "bad"}
_NUMBER_TAGS = {"reserved": "info", "used": "ok", "returned": "warn", "voided": "bad"}


def tag(row: Document) -> SafeString:
    """Where a paper stands."""
    return format_html('<span class="tag {}">{}</span>', _TAGS[row.state], states.MACHINE.states[row.state])


def _paper(row: Document) -> SafeString:
    url = reverse("documents:document", args=[row.code])
    return format_html('<a class="t" href="{}">{}</a><small>{}</small>', url, Kind(row.kind).label, row.about)


def _number(row: Number) -> SafeString:
    return format_html(
        '<span class="tag {}">{}</span>', _NUMBER_TAGS[row.state], NumberState(row.state).label
    )


PAPERS = (
    Column("kind", "文书", cell=_paper, text=lambda row: f"{Kind(row.kind).label}：{row.about}", wide=True),
    Column("number", "文号", cell=lambda row: row.number or "—", sort="number"),
    Column("dated", "落款日期", cell=lambda row: day(row.dated), sort="dated"),
    Column("state", "状态", cell=tag, text=lambda row: states.MACHINE.states[row.state], sort="state"),
    Column(
        "served", "送达日期", cell=lambda row: day(row.service.served_on) if hasattr(row, "service") else "—"
    ),
    Column("version", "版本", numeric=True),
    Column("unit", "单位", cell=lambda row: row.unit.name),
    Column("made_by", "经办", cell=lambda row: row.made_by.name),
    Column("code", "核验码"),
)


def _own_paper(row: Document) -> SafeString:
    url = reverse("documents:own-file", args=[row.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small>{}</small>', url, Kind(row.kind).label, row.number or row.organ
    )


def _verified(row: Document) -> SafeString:
    return format_html('<a class="mono nowrap" href="/v/{}">{}</a>', row.code, row.code)


def _handed(row: Handed) -> SafeString:
    return format_html('<a class="t" href="{}">{}</a><small>{}</small>', row.url, row.kind.label, row.about)


OWN = (
    Column("kind", "文书（下载）", cell=_own_paper, text=lambda row: Kind(row.kind).label, wide=True),
    Column("served_on", "送达日期", cell=lambda row: day(row.service.served_on), sort="service__served_on"),
    Column("state", "状态", cell=tag, text=lambda row: states.MACHINE.states[row.state]),
    Column("number", "文号", cell=lambda row: row.number or "—"),
    Column("organ", "机关"),
    Column("code", "核验码", cell=_verified, text=lambda row: row.code),
)
HANDED = (
    Column("kind", "文书（看内容）", cell=_handed, text=lambda row: row.kind.label, wide=True),
    Column("on", "送达日期", cell=lambda row: day(row.on)),
    Column("number", "编号"),
)
NUMBERS = (
    Column("text", "文号", sort="position"),
    Column("kind", "文书", cell=lambda row: Kind(row.series.kind).label),
    Column("state", "状态", cell=_number, text=lambda row: NumberState(row.state).label, sort="state"),
    Column("thing", "用于、预留给", cell=lambda row: row.thing or row.holder or "—", wide=True),
    Column("reason", "作废理由", cell=lambda row: row.reason or "—", wide=True),
    Column("at", "时间", cell=lambda row: day(row.at), sort="at"),
)


def _template(row: Template) -> SafeString:
    url = reverse("documents:template", args=[row.pk])
    return format_html('<a class="t" href="{}">{}</a><small>{}</small>', url, Kind(row.kind).label, row.name)


TEMPLATES = (
    Column("kind", "文书", cell=_template, text=lambda row: Kind(row.kind).label, sort="kind", wide=True),
    Column("version", "版本", numeric=True),
    Column(
        "state",
        "状态",
        cell=lambda row: format_html(
            '<span class="tag {}">{}</span>',
            "ok" if row.state == TemplateState.IN_USE else "",
            TemplateState(row.state).label,
        ),
        text=lambda row: TemplateState(row.state).label,
    ),
    Column("unit", "单位", cell=lambda row: row.unit.name),
    Column("uploaded_by", "上传", cell=lambda row: f"{row.uploaded_by.name} {day(row.uploaded_at)}"),
)
