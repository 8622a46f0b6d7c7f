"""The coming days on one page: what I answer for, what falls due in my scope, what moved."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.clocks import selectors, tables
from mingqian.clocks.models import Clock, Shift
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.tables import Column

MOST = 300


@access.page(*STAFF)
def mine(request: Request) -> HttpResponse:
    """我负责的: what a reminder leads to."""
    today = localdate(request.now)
    person = request.actor.person_id
    rows = selectors.mine.of(person, today=today) if person else []
    return _shown(request, rows, len(rows), today, whose="mine")


@access.page(*STAFF)
def week(request: Request) -> HttpResponse:
    """Everything in scope, to be printed for the Monday meeting."""
    today = localdate(request.now)
    rows = selectors.mine.in_scope(request.actor, today=today)
    return _shown(request, list(rows[:MOST]), rows.count(), today, whose="week")


def _shown(request: Request, rows: Sequence[Clock], number: int, today: date, *, whose: str) -> HttpResponse:
    chips = selectors.due.Chips(today, request.now)
    lines = [(group, group.lines()) for group in selectors.mine.grouped(rows[:MOST], today=today)]
    alone = [line.first for _, found in lines for line in found if line.number == 1]
    opened = selectors.doors.open_to(request.actor, alone)
    groups = [
        (
            group,
            [
                (
                    line,
                    chips[line.first],
                    tables.target_for(line.first, request.actor) if line.first.pk in opened else "",
                )
                for line in found
            ],
        )
        for group, found in lines
    ]
    shown = {
        "groups": groups,
        "number": number,
        "left_out": max(number - MOST, 0),
        "whose": whose,
        "today": today,
    }
    return pages.show(request, "clocks/plan.html", shown)


def _clock(row: Shift) -> SafeString:
    return format_html("{}<small>{}</small>", row.clock.title, row.clock.about)


MOVED = (
    Column("clock", "期限", cell=_clock, text=lambda row: f"{row.clock.title}：{row.clock.about}", wide=True),
    Column("unit", "责任单位", cell=lambda row: row.clock.unit.name),
    Column("before", "原到期日", sort="before"),
    Column("after", "现到期日", sort="after"),
    Column("calendar", "按哪份日历"),
    Column("at", "重算时间", sort="at"),
)


@access.page(*STAFF)
def moved(request: Request) -> HttpResponse:
    """Which deadlines moved when a year of the calendar came."""
    rows = selectors.shifts.visible(request.actor)
    listing = listings.listing(request, rows=rows, columns=MOVED, name="变动的期限")
    return listing.export or pages.show(request, "clocks/moved.html", {"listing": listing})
