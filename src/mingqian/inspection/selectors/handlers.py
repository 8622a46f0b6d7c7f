"""Who answers for the periods of a task: its team's captain, as the batch's list of teams has it today."""

from collections.abc import Mapping, Sequence

from django.db.models import F

from mingqian.inspection.models import Task

PREFIX = "task:"


def captains(things: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Captains with an account, by the thing clocks know a task as."""
    codes = [thing.removeprefix(PREFIX) for thing in things]
    rows = Task.objects.filter(
        code__in=codes,
        batch__seats__team=F("team"),
        batch__seats__captain=True,
        batch__seats__inspector__person__isnull=False,
    )
    found: dict[str, list[int]] = {}
    for code, person in rows.values_list("code", "batch__seats__inspector__person").order_by("code"):
        found.setdefault(f"{PREFIX}{code}", []).append(person)
    return found
