"""Columns of the list of periods."""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mingqian.accounts.types import Actor
from mingqian.clocks.models import Clock
from mingqian.clocks.selectors.due import Chips
from mingqian.ui import access
from mingqian.ui.tables import Column
from mingqian.ui.types import Deadline


def chip(deadline: Deadline | None) -> SafeString:
    """The component of a deadline inside a cell."""
    return mark_safe(render_to_string("ui/part/chip.html", {"deadline": deadline}))  # noqa: S308 — our own template


def target(clock: Clock) -> str:
    """Where the thing of a period is worked on; empty where its room has no page."""
    try:
        return reverse(clock.url_name, args=[clock.url_key]) if clock.url_name else ""
    except NoReverseMatch:
        return ""


def target_for(clock: Clock, by: Actor) -> str:
    """The same, but nobody is led to a closed door."""
    url = target(clock)
    return url if url and access.open_to(by, url) else ""


def _title(clock: Clock) -> SafeString:
    url = reverse("clocks:deadline", args=[clock.pk])
    return format_html('<a class="t" href="{}">{}</a><small>{}</small>', url, clock.title, clock.about)


def _thing(clock: Clock, by: Actor, opened: Collection[int]) -> SafeString:
    url = target_for(clock, by) if clock.pk in opened else ""
    return format_html('<a href="{}">去办理</a>', url) if url else SafeString("")


def columns(chips: Chips, by: Actor, opened: Collection[int]) -> tuple[Column, ...]:
    """Chips are worked out as rows are shown; nobody is led to a closed door: ``opened`` are the periods whose page opens."""
    return (
        Column("title", "期限", cell=_title, text=lambda row: f"{row.title}：{row.about}", wide=True),
        Column("unit", "责任单位", cell=lambda row: row.unit.name),
        Column("start_on", "起算日", sort="start_on"),
        Column("due_on", "到期日", sort="due_on"),
        Column(
            "chip",
            "剩余",
            cell=lambda row: chip(chips[row]),
            text=lambda row: chips[row].words,
        ),
        Column("clause", "依据"),
        Column("thing", "办理", cell=lambda row: _thing(row, by, opened), text=lambda row: ""),
    )
