"""Who answers for the periods of a task, an approval, a walk: the team's captain, as the list of teams has it today."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from mingqian.inspection.models import Task, TeamSeat


def captains(things: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Of ``task:<code>``: captains with an account."""
    codes = {thing.partition(":")[2]: thing for thing in things}
    return _told(Task.objects.filter(code__in=codes), "code", codes)


def of_approvals(things: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Of ``approval:<number>``: the captains of the tasks done on that walk."""
    numbers = {thing.partition(":")[2]: thing for thing in things}
    return _told(Task.objects.filter(approval__number__in=numbers), "approval__number", numbers)


def led(person: int) -> QuerySet[Task, Any]:
    """``task:<code>`` of every task whose team this person leads."""
    return _led(person).values_list(Concat(Value("task:"), "code"))


def led_approvals(person: int) -> QuerySet[Task, Any]:
    """``approval:<number>`` of the walks on which such tasks are done."""
    return _led(person, approval__isnull=False).values_list(Concat(Value("approval:"), "approval__number"))


def led_visits(person: int) -> QuerySet[Task, Any]:
    """``visit:<code>`` of the same walks once somebody is there."""
    codes = Concat(Value("visit:"), "approval__visits__code")
    return _led(person, approval__visits__isnull=False).values_list(codes)


def _led(person: int, **narrowed: bool) -> QuerySet[Task]:
    own = TeamSeat.objects.filter(
        captain=True, inspector__person=person, batch=OuterRef("batch"), team=OuterRef("team")
    )
    return Task.objects.filter(Exists(own), **narrowed)


def _told(rows: QuerySet[Task], name: str, things: Mapping[str, str]) -> dict[str, list[int]]:
    seat = "batch__seats__inspector__person"
    led = rows.filter(
        batch__seats__team=F("team"),
        batch__seats__captain=True,
        **{f"{seat}__isnull": False, f"{name}__in": things},
    )
    found: dict[str, list[int]] = {}
    for code, person in led.values_list(name, seat).order_by(name, seat).distinct():
        found.setdefault(things[code], []).append(person)
    return found
