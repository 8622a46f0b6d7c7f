"""本周到期, 超期, and why a deadline falls on its day."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.clocks import ladder, policies, selectors, services, tables
from mingqian.clocks.enums import ClockState
from mingqian.clocks.forms import ClockFilter, PauseForm, ResumeForm
from mingqian.clocks.models import Clock, Reminder
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.types import Event, Kind

_KINDS: dict[str, Kind] = {
    "skip": "warn",
    "makeup": "info",
    "pause": "warn",
    "roll": "warn",
    "doubt": "bad",
    "due": "ok",
}
_FIGURES = (("本周到期", "week", "week"), ("已超期", "late", "late"), ("计时中", "running", ""))


@access.page(*STAFF)
def deadlines(request: Request) -> HttpResponse:
    """Every running period in scope; three figures, each its own list."""
    today = localdate(request.now)
    form = ClockFilter(request.GET)
    rows = _chosen(request, form.given("when") or "", today)
    opened = set[int]()
    columns = tables.columns(selectors.due.Chips(today, request.now), request.actor, opened)
    listing = listings.listing(request, rows=rows, columns=columns, name="期限", filters=form)
    if listing.export:
        return listing.export
    opened |= selectors.doors.open_to(request.actor, listing.page)
    counted = selectors.due.figures(request.actor, today=today, now=request.now)
    figures = [(label, counted[key], f"?when={when}") for label, key, when in _FIGURES]
    return pages.show(request, "clocks/deadlines.html", {"listing": listing, "figures": figures})


def _chosen(request: Request, when: str, today: date) -> QuerySet[Clock]:
    if when == "week":
        return selectors.due.this_week(request.actor, today=today)
    if when == "late":
        return selectors.due.overdue(request.actor, today=today, now=request.now)
    if when == "mine":
        return selectors.mine.rows(request.actor.person_id, today=today)
    if when == "done":
        return selectors.due.done(request.actor)
    return selectors.due.running(request.actor)


@access.page(*STAFF)
def deadline(request: Request, pk: int) -> HttpResponse:
    """为什么是这一天."""
    today = localdate(request.now)
    return _shown(request, pages.found(selectors.mine.readable(request.actor, pk, today=today)))


@access.form(*policies.HEADS)
def pause(request: Request, pk: int) -> HttpResponse:
    """暂停计算."""
    clock, form = pages.found(selectors.due.one(request.actor, pk)), PauseForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.pausing.pause(clock=pk, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "clocks:deadline", pk, told="期限已暂停")
    return pages.show(request, "clocks/pause.html", {"form": form, "clock": clock, "what": "暂停计算"})


@access.form(*policies.HEADS)
def resume(request: Request, pk: int) -> HttpResponse:
    """恢复计算."""
    clock, form = pages.found(selectors.due.one(request.actor, pk)), ResumeForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.pausing.resume(clock=pk, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "clocks:deadline", pk, told="期限已恢复计算")
    return pages.show(request, "clocks/pause.html", {"form": form, "clock": clock, "what": "恢复计算"})


def _shown(request: Request, clock: Clock) -> HttpResponse:
    steps = selectors.due.explain(clock)
    events = [
        Event(
            step.first,
            step.words,
            "" if step.clause in step.words else step.clause,
            kind=_KINDS.get(step.kind, ""),
        )
        for step in steps
    ]
    chip = selectors.due.Chips(localdate(request.now), request.now)[clock]
    context = {
        "clock": clock,
        "chip": chip,
        "events": events,
        "facts": _facts(clock),
        "pauses": clock.interruptions.select_related("entered_by"),
        "reminders": [_reminded(one) for one in clock.reminders.select_related("person")],
        "shifts": clock.shifts.all(),
        "target": tables.target_for(clock, request.actor)
        if selectors.doors.open_to(request.actor, [clock])
        else "",
        "may_pause": policies.may_pause(request.actor, clock.unit.path).ok,
        "running": clock.state == ClockState.RUNNING,
        "paused": clock.state == ClockState.PAUSED,
    }
    return pages.show(request, "clocks/deadline.html", context)


def _reminded(one: Reminder) -> Event:
    """Who was told on which rung; an escalation says so."""
    party = ladder.table().labels.get(one.party, one.party)
    what = "升级到" if one.escalates else "提醒"
    return Event(one.at, f"{one.rung}：{what}{party}{one.person.name}", kind="warn" if one.escalates else "")


def _facts(clock: Clock) -> list[tuple[str, object]]:
    period = selectors.due.period_of(clock)
    length = f"{period.count}{period.unit.label}" if period.count else "写明的日期"
    return [
        ("关于", clock.about),
        ("责任单位", clock.unit.name),
        ("起算事由", clock.event),
        ("起算日（不计入）", clock.start_on),
        ("期限", length),
        ("依据", clock.clause),
        ("到期日", clock.due_on),
        ("状态", ClockState(clock.state).label),
        ("办结、终止日", clock.ended_on),
        ("工作日历", clock.calendar),
    ]
