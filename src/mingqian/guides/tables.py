"""Columns of the lists of guides and applications."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.guides import selectors
from mingqian.guides.enums import Outcome
from mingqian.guides.models import Application, Guide
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui
from mingqian.ui.words import day


def _guide(row: Guide) -> SafeString:
    return format_html(
        '<a class="t" href="{}">{}</a>', reverse("guides:guide", args=[row.power.code]), row.power.name
    )


def guides(on: date) -> tuple[Column, ...]:
    """The list of a day: a guide with a gap says so before anybody opens it."""
    return (
        *GUIDES,
        Column(
            "whole", "内容", cell=lambda row: ui.tag(*_whole(row, on)), text=lambda row: _whole(row, on)[0]
        ),
    )


def _whole(row: Guide, on: date) -> tuple[str, str]:
    gaps = len(selectors.guides.gaps(selectors.guides.text(row, on)))
    return (f"缺 {gaps} 项", "warn") if gaps else ("齐全", "ok")


GUIDES = (
    Column("name", "事项", cell=_guide, text=lambda row: row.power.name, wide=True, sort="power__name"),
    Column("code", "职权编码", cell=lambda row: row.power.code, sort="power__code"),
    Column("accepted_at", "受理机关", cell=lambda row: row.accepted_at.name),
    Column("days", "承诺工作日", cell=lambda row: row.days or "—", numeric=True, sort="days"),
    Column("steps", "流程图", cell=lambda row: f"{row.steps.count()} 步" if row.steps.all() else "—"),
    Column("changed_on", "最近改动", cell=lambda row: day(row.changed_on), sort="changed_on"),
)


def state(row: Application) -> str:
    """在办 with its step, or what became of it."""
    return Outcome(row.outcome).label if row.outcome else str(row.steps[row.stage - 1])


def _kept(row: Application) -> str:
    if row.closed_on is None:
        return "—"
    return "按期" if row.closed_on <= row.due_on else "超期"


def _number(row: Application) -> SafeString:
    return format_html(
        '<a class="mono" href="{}">{}</a>', reverse("guides:application", args=[row.number]), row.number
    )


APPLICATIONS = (
    Column("number", "办件编号", cell=_number, text=lambda row: row.number, sort="number"),
    Column("name", "事项", cell=lambda row: row.guide.power.name, wide=True),
    Column("applicant", "申请人"),
    Column("unit", "收件单位", cell=lambda row: row.unit.name),
    Column("accepted_on", "收件", cell=lambda row: day(row.accepted_on), sort="accepted_on"),
    Column("due_on", "承诺办结日", cell=lambda row: day(row.due_on), sort="due_on"),
    Column("state", "进度", cell=lambda row: ui.tag(state(row), "ok" if row.outcome else "info"), text=state),
    Column("kept", "期限", cell=_kept),
)
