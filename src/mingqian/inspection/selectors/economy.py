"""监管成本与效益 (XM-06): what checks of a period cost and brought, every figure with the rows that add up to it.

厦门 一(二): 提高监管效能，平衡监管成本和监管效益. A visit is what a team recorded under one approval on one day, however
many items it settled; a check that is not on site costs the firm no visit. Both count by the day of the check.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.inspection import outcomes
from mingqian.inspection.enums import Origin
from mingqian.inspection.models import CheckRecord, Guidance, Task
from mingqian.inspection.models.tasks import UNCHECKED
from mingqian.inspection.selectors import tasks
from mingqian.inspection.types import Span
from mingqian.registry.enums import Method

ON_SITE = "on_site"
ORDERED = 2
"""The weight of an order to correct: from here on a visit did not end with guidance."""


@dataclass(frozen=True, slots=True)
class PersonDay:
    """One inspector on one day, however many firms were visited."""

    on: date
    name: str
    certificate: str
    visits: int


@dataclass(frozen=True, slots=True)
class Walked:
    """One visit: its first task, the day, who showed which papers, the items settled, what was taught."""

    task: Task
    on: date
    papers: tuple[tuple[str, str], ...]
    items: int
    guidance: str

    @property
    def spared(self) -> int:
        """Visits that did not have to be because several items were settled in this one."""
        return self.items - 1


@dataclass(frozen=True, slots=True)
class Way:
    """One way of checking: how many checks went it, and in how many something was wrong (平顶山 三(三))."""

    method: str
    checks: int
    problems: int

    @property
    def hits(self) -> int:
        """Problems in a hundred checks."""
        return (self.problems * 100 + self.checks // 2) // self.checks if self.checks else 0


@dataclass(frozen=True, slots=True)
class Again:
    """A firm that was visited more than once in the period, and on what occasions."""

    task: Task
    days: tuple[date, ...]
    reasons: tuple[str, ...]


def on_site(by: Actor, span: Span) -> QuerySet[Task]:
    """Items checked at the firm in the period."""
    return _checked(by, span).filter(method=ON_SITE)


def problems(by: Actor, span: Span) -> QuerySet[Task]:
    """Of these the ones in which something was wrong."""
    wrong = [code for code, one in outcomes.table().items() if one.problem]
    return on_site(by, span).filter(outcome__in=wrong)


def away(by: Actor, span: Span) -> QuerySet[Task]:
    """Items checked in writing, over the network or by the firm itself: each a visit that did not have to be."""
    return _checked(by, span).exclude(method=ON_SITE)


def ways(by: Actor, span: Span) -> list[Way]:
    """现场检查、书面检查等: every way with its checks and its problems; one nobody went is told with nought."""
    wrong = {code for code, one in outcomes.table().items() if one.problem}
    pairs = list(_checked(by, span).order_by().values_list("method", "outcome"))
    checks = Counter(method for method, _ in pairs)
    problems = Counter(method for method, outcome in pairs if outcome in wrong)
    return [Way(one.value, checks[one.value], problems[one.value]) for one in Method]


def again(visits: Iterable[Walked]) -> list[Again]:
    """Firms with several visits, the most visited first (平顶山 一: 对市场主体干扰最小化)."""
    by_firm: dict[int, list[Walked]] = defaultdict(list)
    for one in visits:
        by_firm[one.task.subject_id].append(one)
    found = [
        Again(here[0].task, tuple(one.on for one in here), tuple(_occasion(one.task) for one in here))
        for here in by_firm.values()
        if len(here) > 1
    ]
    return sorted(found, key=lambda one: -len(one.days))


def _occasion(task: Task) -> str:
    return f"{Origin(task.batch.origin).label}：{task.batch.title}"


def _checked(by: Actor, span: Span) -> QuerySet[Task]:
    rows = tasks.visible(by).exclude(state__in=UNCHECKED)
    return rows.filter(checked_on__range=(span.first, span.last)).order_by("checked_on", "pk")


def walked(rows: QuerySet[Task]) -> list[Walked]:
    """The visits of these tasks, the earliest first."""
    joined: dict[tuple[int, int, date], list[Task]] = defaultdict(list)
    for task in tasks.many(rows):
        assert task.checked_on is not None  # asked for by that day
        joined[task.approval_id or 0, task.subject_id, task.checked_on].append(task)
    shown, taught = _records(rows)
    return [
        Walked(here[0], on, _papers(here, shown), len(here), _guidance(here, taught))
        for (_, _, on), here in joined.items()
    ]


def person_days(visits: Iterable[Walked]) -> list[PersonDay]:
    """人日: by the certificates shown at the door."""
    seen: dict[tuple[date, str], list[str]] = defaultdict(list)
    for visit in visits:
        for name, certificate in visit.papers:
            seen[visit.on, certificate].append(name)
    return [
        PersonDay(on, names[0], certificate, len(names)) for (on, certificate), names in sorted(seen.items())
    ]


def _records(rows: QuerySet[Task]) -> tuple[dict[int, list[list[str]]], dict[int, str]]:
    """Of each task the papers of its newest record, and what was taught in it or beside it."""
    wanted = rows.order_by().values("pk")
    shown: dict[int, list[list[str]]] = {}
    taught: dict[int, str] = {}
    records = CheckRecord.objects.filter(task__in=wanted).order_by("version")
    for task, papers, words in records.values_list("task", "papers", "guidance"):
        shown[task], taught[task] = papers, words
    for task, words in Guidance.objects.filter(task__in=wanted).values_list("task", "words"):
        taught[task or 0] = taught.get(task or 0) or words
    return shown, taught


def _papers(here: Sequence[Task], shown: Mapping[int, list[list[str]]]) -> tuple[tuple[str, str], ...]:
    found = [(paper[0], paper[1]) for task in here for paper in shown.get(task.pk, ())]
    return tuple(dict.fromkeys(found))


def _guidance(here: Sequence[Task], taught: Mapping[int, str]) -> str:
    """检查与指导相结合: what a visit ended with; nothing where an order or a case followed."""
    if any(outcomes.of(task.outcome).weight >= ORDERED for task in here if task.outcome):
        return ""
    return "；".join(dict.fromkeys(taught[task.pk] for task in here if taught.get(task.pk)))
