"""Periods as a calendar (RFC 5545): one all-day event each, with the way to its day and the page it is done on.

A calendar travels to telephones and foreign services: it names the duty and its number, never the firm.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from mingqian.clocks.models import Clock
from mingqian.clocks.selectors import calendars, due

PRODUCT = "-//Mingqian//deadlines//ZH"
OFTEN = timedelta(hours=6)


def written(clocks: Iterable[Clock], *, host: str, link: Callable[[Clock], str], now: datetime) -> bytes:
    """The whole feed; events keep their identity from one fetch to the next."""
    feed, shelf = Calendar(), calendars.Shelf()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("name", "明签期限")
    feed.add("x-wr-calname", "明签期限")
    feed.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT6H")
    for clock in clocks:
        if clock.due_on is not None:
            feed.add_component(_event(clock, shelf, host, link(clock), now))
    text: bytes = feed.to_ical()
    return text


def _event(clock: Clock, shelf: calendars.Shelf, host: str, link: str, now: datetime) -> Event:
    steps = due.explain(clock, shelf.of(clock.unit.division_code))
    event = Event()
    event.add("uid", f"deadline-{clock.pk}@{host}")
    event.add("dtstamp", now)
    event.add("summary", f"到期：{clock.title}" + ("（暂定）" if clock.provisional else ""))
    event.add(
        "description",
        "\n".join(
            [
                f"编号 {due.number(clock)}",
                *(step.words for step in steps),
                f"办理：{link}",
            ]
        ),
    )
    event.add("url", link)
    event.add("status", "TENTATIVE" if clock.provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if clock.due_at is not None:
        event.add("dtstart", clock.due_at - timedelta(minutes=30))
        event.add("dtend", clock.due_at)
    else:
        event.add("dtstart", clock.due_on)
        event.add("dtend", clock.due_on + timedelta(days=1))  # type: ignore[operator]  # asked above
    return event
