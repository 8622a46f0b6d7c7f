"""行政指导 as given: to whom, when, read or not."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor
from mingqian.inspection.models import Guidance
from mingqian.inspection.policies import READERS
from mingqian.inspection.selectors import tasks

Row = Guidance


def visible(by: Actor) -> QuerySet[Guidance]:
    """What units in scope have given."""
    rows = Guidance.objects.filter(tasks.scope(by, "unit__path", roles=(*SECTIONS, *READERS)))
    return rows.select_related("subject", "unit", "by", "task").order_by("-on", "-pk")


def days(subjects: Sequence[str]) -> dict[str, list[date]]:
    """Subject code → the days it was guided, the first first; who never was is not in it (已指导 or not)."""
    found: dict[str, list[date]] = {}
    rows = Guidance.objects.filter(subject__code__in=subjects).order_by("on")
    for code, on in rows.values_list("subject__code", "on"):
        found.setdefault(code, []).append(on)
    return found
