"""随机抽查的覆盖 (FL-06): which items of the list, and which of their contents, a random check of a period reached.

涪陵 二(一): 随机抽查检查事项、内容达到100%. A check counts when its result is confirmed, by the day of the check; a content
counts when somebody looked (符合 or 不符合), not when it was put down as 不涉及. Hits rank the points (厦门 二: 风险点).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.inspection import sheets
from mingqian.inspection.enums import Mark, Origin
from mingqian.inspection.models import Checklist, CheckRecord, Task
from mingqian.inspection.selectors import tasks
from mingqian.inspection.types import Span
from mingqian.planning import selectors as plans
from mingqian.registry import selectors as registries
from mingqian.registry.types import ItemFacts


@dataclass(frozen=True, slots=True)
class Covered:
    """An item of the list and how many of its random checks are done."""

    code: str
    name: str
    checks: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A content of an item: how many random checks looked at it, and in how many it was not in order."""

    item: str
    number: int
    text: str
    checks: tuple[int, ...] = ()
    hits: tuple[int, ...] = ()

    @property
    def per_hundred(self) -> int:
        """Hits per 100 checks, rounded half up."""
        looked = len(self.checks)
        return (len(self.hits) * 200 + looked) // (2 * looked) if looked else 0


@dataclass(slots=True)
class _Seen:
    looked: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)


def finished(by: Actor, span: Span) -> QuerySet[Task]:
    """Random checks of the period whose result is confirmed."""
    rows = tasks.visible(by).filter(batch__origin=Origin.DRAW, confirmed_on__isnull=False)
    return rows.filter(checked_on__range=(span.first, span.last)).order_by("checked_on", "pk")


def items(by: Actor, span: Span, on: date) -> list[Covered]:
    """Every item the bureau has today, with its random checks of the period."""
    done = Counter(finished(by, span).order_by().values_list("item__item__code", flat=True))
    return [Covered(item.code, item.name, done[item.code]) for item in _listed(by, on)]


def points(by: Actor, span: Span, on: date) -> list[Looked]:
    """Every content of every item, as its checks are written today; the one most often not in order first."""
    listed = _listed(by, on)
    shelves = plans.papers.shelves(by, [item.code for item in listed])
    seen, found = _seen(by, span), []
    for item in listed:
        shelf = shelves[item.code]
        for number, point in enumerate(sheets.points(shelf.method or shelf.guideline, item.contents), 1):
            one = seen.get((item.code, point["text"]), _Seen())
            found.append(Looked(item.code, number, point["text"], tuple(one.looked), tuple(one.wrong)))
    return sorted(found, key=lambda one: (-one.per_hundred, one.item, one.number))


def _listed(by: Actor, on: date) -> list[ItemFacts]:
    return [item for item in registries.items.listing(by, on) if by.covers(item.unit_path)]


def _seen(by: Actor, span: Span) -> dict[tuple[str, str], _Seen]:
    """(item, words of the point) → the tasks in which somebody looked; the newest record of a task counts."""
    wanted = finished(by, span).order_by().values("pk")
    forms = {
        form.item_id: {point["key"]: point["text"] for point in form.points}
        for form in Checklist.objects.filter(item__in=finished(by, span).order_by().values("item"))
    }
    records = CheckRecord.objects.filter(task__in=wanted).order_by("version")
    newest = {
        task: (item, code, answers)
        for task, item, code, answers in records.values_list(
            "task", "task__item", "task__item__item__code", "answers"
        )
    }
    found: dict[tuple[str, str], _Seen] = defaultdict(_Seen)
    for task, (item, code, answers) in newest.items():
        for key, mark in answers.items():
            one = found[code, forms.get(item, {}).get(key, "")]
            if mark in (Mark.OK, Mark.PROBLEM):
                one.looked.append(task)
            if mark == Mark.PROBLEM:
                one.wrong.append(task)
    return found
