"""监管成本与效益 (XM-06): what checks of a period cost and brought, every figure with the rows that add up to it.

厦门 一(二): 提高监管效能，平衡监管成本和监管效益. Counted are visits on which somebody stood inside, by the day of
the scan; a check that is not on site costs the firm no visit and is counted by the day of its record.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.inspection import outcomes
from mingqian.inspection.models import CheckRecord, Guidance, Task, Visit
from mingqian.inspection.models.visits import NOBODY_CAME
from mingqian.inspection.selectors import tasks, visits
from mingqian.inspection.types import Span

ON_SITE = "on_site"


@dataclass(frozen=True, slots=True)
class PersonDay:
    """One inspector on one day, however many firms were visited."""

    on: date
    name: str
    certificate: str
    visits: int


@dataclass(frozen=True, slots=True)
class Walked:
    """One visit: the firm, the day, how many items it settled, how many visits that spared, what was taught."""

    visit: Visit
    on: date
    subject: str
    items: int
    spared: int
    guidance: str


def happened(by: Actor, span: Span) -> QuerySet[Visit]:
    """Visits of the period with somebody inside."""
    rows = visits.visible(by).exclude(state__in=NOBODY_CAME)
    return rows.filter(arrived_at__date__range=(span.first, span.last)).order_by("arrived_at", "pk")


def problems(by: Actor, span: Span) -> QuerySet[Task]:
    """Items checked on site in which something was wrong."""
    wrong = [code for code, one in outcomes.table().items() if one.problem]
    return _checked(by, span).filter(method=ON_SITE, outcome__in=wrong)


def away(by: Actor, span: Span) -> QuerySet[Task]:
    """Items checked in writing, over the network or by the firm itself: each a visit that did not have to be."""
    return _checked(by, span).exclude(method=ON_SITE)


def _checked(by: Actor, span: Span) -> QuerySet[Task]:
    rows = tasks.visible(by).exclude(state__in=("waiting", "cancelled"))
    return rows.filter(checked_on__range=(span.first, span.last)).order_by("checked_on", "pk")


def person_days(rows: QuerySet[Visit]) -> list[PersonDay]:
    """人日: by the certificates shown at the door."""
    seen: dict[tuple[date, str], list[str]] = defaultdict(list)
    for arrived, papers in rows.values_list("arrived_at", "papers"):
        for name, certificate, *_ in papers:
            seen[_day(arrived), certificate].append(name)
    return [
        PersonDay(on, names[0], certificate, len(names)) for (on, certificate), names in sorted(seen.items())
    ]


def walked(by: Actor, rows: QuerySet[Visit]) -> list[Walked]:
    """Visits with the items they settled; of two visits under one approval the later only goes on with its work."""
    found = list(rows)
    joined: dict[int, list[Task]] = defaultdict(list)
    settled = tasks.visible(by).filter(method=ON_SITE, approval__in={one.approval_id for one in found})
    for task in settled.exclude(state__in=("waiting", "cancelled")).order_by("number"):
        joined[task.approval_id or 0].append(task)
    taught = _taught(joined)
    first: dict[int, int] = {}
    for one in found:
        first.setdefault(one.approval_id, one.pk)
    return [
        Walked(
            one, _day(one.arrived_at), one.approval.subject.name, len(here := joined[one.approval_id]),
            max(len(here) - 1, 0) if first[one.approval_id] == one.pk else 0,
            taught.get(one.approval_id, "") if first[one.approval_id] == one.pk else "",
        )
        for one in found
    ]  # fmt: skip


def _taught(joined: dict[int, list[Task]]) -> dict[int, str]:
    """Approval → the guidance its visit ended with; none where an order or a case followed (检查与指导相结合)."""
    ended = {
        approval: [task.pk for task in here]
        for approval, here in joined.items()
        if all(outcomes.of(task.outcome).weight < ORDERED for task in here if task.outcome)
    }
    wanted = [pk for here in ended.values() for pk in here]
    said = dict(
        CheckRecord.objects.filter(task__in=wanted).exclude(guidance="").values_list("task", "guidance")
    )
    said |= dict(Guidance.objects.filter(task__in=wanted).values_list("task", "words"))
    return {
        approval: "；".join(said[pk] for pk in here if pk in said)
        for approval, here in ended.items()
        if any(pk in said for pk in here)
    }


ORDERED = 2
"""The weight of an order to correct: from here on a visit did not end with guidance."""


def _day(moment: datetime | None) -> date:
    assert moment is not None  # whoever arrived has a moment of arrival
    return localdate(moment)
