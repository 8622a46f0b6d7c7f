"""新许可必查 (XM-42): licences of the first supervision cycle, who was checked since, who was guided before (XM-86)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused
from mingqian.core.timelimits import add_months
from mingqian.core.workdays import written
from mingqian.inspection.models import Guidance, Task, UncheckedReason
from mingqian.inspection.selectors import guidance
from mingqian.policy.rules import reading
from mingqian.registry import selectors as registries
from mingqian.registry.types import ItemFacts

CYCLE = 12
"""Months, where the pack says nothing: a supervision cycle is a year (每年度制定计划)."""


@dataclass(frozen=True, slots=True)
class Licensee:
    """One subject whose licence is new; ``late``: its first cycle ended without a check; ``why`` as explained."""

    code: str
    name: str
    licence: str
    since: date
    until: date
    checked: date | None
    guided: date | None
    late: bool
    why: str = ""

    @property
    def early(self) -> bool:
        """Guided before anybody came to check."""
        return self.guided is not None and (self.checked is None or self.guided <= self.checked)

    @property
    def unexplained(self) -> bool:
        """Red until the section says why."""
        return self.late and not self.why


def cycle(by: Actor, on: date) -> int:
    """Months of the first cycle under the unit's pack."""
    try:
        said = reading.said(registries.packs.in_force(by.unit_path, on), "new_licensee.cycle", int)
    except Refused:
        return CYCLE
    return said.value if said else CYCLE


def of_period(by: Actor, today: date) -> list[Licensee]:
    """Every new licensee of the last two cycles in scope, oldest licence first."""
    months = cycle(by, today)
    rows = registries.subjects.licensed_since(by, add_months(today, -2 * months), today)
    codes = [row.code for row in rows]
    guided, told = guidance.days(codes), _reasons(codes)
    return [
        Licensee(
            row.code, row.name, row.licence, row.since, until := add_months(row.since, months), row.checked,
            next((day for day in guided.get(row.code, ()) if day >= row.since), None),
            row.checked is None and until < today, told.get((row.code, row.licence), ""),
        )
        for row in rows
    ]  # fmt: skip


def _reasons(codes: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = UncheckedReason.objects.filter(subject__code__in=codes)
    return {
        (code, licence): why for code, licence, why in rows.values_list("subject__code", "licence", "reason")
    }


def waiting(by: Actor, today: date) -> list[Licensee]:
    """Those nobody has checked yet."""
    return [one for one in of_period(by, today) if one.checked is None]


def unguided(by: Actor, today: date) -> QuerySet[registries.subjects.Row]:
    """Subjects with a new licence, neither checked nor guided since: a task of guidance each (前期规范化引导)."""
    since = add_months(today, -cycle(by, today))
    told = Guidance.objects.filter(on__gte=since).values("subject")
    return registries.subjects.newly_licensed(by, since, today).exclude(pk__in=told)


def beforehand(by: Actor, task: Task, today: date) -> tuple[str, date | None] | None:
    """For a check in the first cycle: since when the licence runs, and the day of the guidance before it, if any."""
    on = task.checked_on or today
    began = registries.subjects.licence_days(task.subject_id, add_months(on, -cycle(by, on)), on)
    if not began:
        return None
    told = guidance.days([task.subject.code]).get(task.subject.code, ())
    return written(began[0]), next((day for day in told if began[0] <= day <= on), None)


def lesson(by: Actor, subject: str, on: date) -> str:
    """What a new licensee is to know before its first check: its items, their law, what to look after itself."""
    tags = registries.subjects.tags_on(by, subject, on)
    own = [one for one in registries.items.listing(by, on) if tags & {*one.subject_tags, one.code}]
    return "\n".join(_told(number, one) for number, one in enumerate(own, 1))


def _told(number: int, item: ItemFacts) -> str:
    bases = "、".join(f"{one.title}{one.article}" for one in item.bases) or "见清单"
    points = "；".join(item.contents)
    return f"{number}. {item.name}。依据：{bases}。请对照自查：{points}。"
