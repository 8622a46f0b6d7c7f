"""Who answers for the periods of a task or an approval: the team's captain, as the list of teams has it today."""

from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet

from mingqian.inspection.models import Task


def captains(things: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Of ``task:<code>``: captains with an account."""
    codes = {thing.partition(":")[2]: thing for thing in things}
    return _told(Task.objects.filter(code__in=codes), "code", codes)


def of_approvals(things: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Of ``approval:<number>``: the captains of the tasks done on that walk."""
    numbers = {thing.partition(":")[2]: thing for thing in things}
    return _told(Task.objects.filter(approval__number__in=numbers), "approval__number", numbers)


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
