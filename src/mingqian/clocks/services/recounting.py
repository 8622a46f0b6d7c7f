"""A new working calendar: what lies ahead is counted again, what has passed keeps its day (rule 11)."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks.enums import ClockState
from mingqian.clocks.models import Clock, Shift
from mingqian.clocks.selectors import calendars, due

NAMED = 200
"""So many moved periods are named in the journal; their number always is."""


@transaction.atomic
def count_again(*, by: Actor, now: datetime) -> int:
    """Count every running period that lies ahead under the calendars now in force; how many days moved."""
    shelf = calendars.Shelf()
    ahead = Clock.objects.filter(state=ClockState.RUNNING.value, due_on__gte=localdate(now))
    ahead = ahead.filter(due_at__isnull=True)  # hours know no days off
    changed: list[Clock] = []
    moved: list[Shift] = []
    for clock in ahead.select_related("unit").prefetch_related("interruptions").order_by("pk"):
        before = clock.due_on
        if not _recounted(clock, shelf):
            continue
        changed.append(clock)
        if before and clock.due_on and before != clock.due_on:
            moved.append(
                Shift(clock=clock, before=before, after=clock.due_on, calendar=clock.calendar, at=now)
            )
    Clock.objects.bulk_update(changed, ["due_on", "provisional", "calendar"], batch_size=500)
    Shift.objects.bulk_create(moved)
    body = {"counted": len(changed), "moved": len(moved), "clocks": [_told(one) for one in moved[:NAMED]]}
    audit.record("clock.recounted", by=by, now=now, thing="clock:*", body=body)
    return len(moved)


def _told(shift: Shift) -> dict[str, object]:
    return {"thing": shift.clock.thing, "from": shift.before.isoformat(), "to": shift.after.isoformat()}


def _recounted(clock: Clock, shelf: calendars.Shelf) -> bool:
    counted = due.reckoned(clock, shelf.of(clock.unit.division_code))
    found = (counted.due, bool(counted.provisional))
    if found == (clock.due_on, clock.provisional):
        return False
    clock.due_on, clock.provisional = found
    clock.calendar = counted.calendar
    return True
