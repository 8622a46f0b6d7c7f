"""执法检查报告: the figures of a batch as tables whose every number opens its rows, and the problems that recur."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection import outcomes
from mingqian.inspection.enums import FollowUpKind, Mark
from mingqian.inspection.models import Batch, BatchReport, Checklist, CheckRecord, FollowUp, Task
from mingqian.inspection.policies import REPORTED
from mingqian.inspection.selectors import batches, lenses
from mingqian.ui import asking

RECURRING = 2
"""A point that fails at so many subjects is a general problem (涪陵 四(八))."""

_WORK = ("checked", "on_site", "off_site", "published", "withheld", "closed")
_HEARD = ("noticed", "defended", "changed", "guided")
_PUT_RIGHT = ("ordered", "corrected", "uncorrected", "correcting", "followed", "unattended")


@dataclass(frozen=True, slots=True)
class Row:
    """A line: what it is, how many, and which of the tasks they are."""

    label: str
    number: int
    query: Mapping[str, str]

    @property
    def url(self) -> str:
        """The list of exactly these."""
        return f"{reverse('inspection:tasks')}?{urlencode(self.query)}"

    def as_json(self) -> list[Any]:
        """As frozen with an approved report."""
        return [self.label, self.number, dict(self.query)]


@dataclass(frozen=True, slots=True)
class Figures:
    """All tables of a report."""

    tables: tuple[tuple[str, tuple[Row, ...]], ...]

    def number(self, label: str) -> int:
        """One figure by its words."""
        return next(row.number for _, rows in self.tables for row in rows if row.label == label)

    def as_json(self) -> dict[str, Any]:
        """As frozen with an approved report."""
        return {"tables": [[title, [row.as_json() for row in rows]] for title, rows in self.tables]}

    @classmethod
    def from_json(cls, doc: Mapping[str, Any]) -> "Figures":
        """Back from the report."""
        return cls(tuple((title, tuple(Row(*row) for row in rows)) for title, rows in doc["tables"]))


def visible(by: Actor) -> QuerySet[BatchReport]:
    """Reports of batches that may be seen."""
    rows = BatchReport.objects.filter(batch__in=batches.visible(by).values("pk"))
    return rows.select_related("batch__unit", "written_by", "decided_by").order_by("-written_at")


def one(by: Actor, batch: str) -> BatchReport | None:
    """The report of a batch, or none."""
    return visible(by).filter(batch__code=batch).first()


def locked(by: Actor, batch: str) -> BatchReport:
    """The row for a write."""
    row = visible(by).select_for_update(of=("self",)).filter(batch__code=batch).first()
    if row is None:
        why = f"批次“{batch}”还没有检查报告，或不在您的范围内"
        raise Refused(denied("inspection.report.not_found", why, REPORTED, "请先起草检查报告"))
    return row


def shown(row: BatchReport) -> Figures:
    """Counted now while it is written; as they were, once it is approved."""
    return Figures.from_json(row.figures) if row.figures else figures(row.batch)


def of_batch(batch: Batch, row: BatchReport | None) -> Figures:
    """As its report shows them; where none is drafted yet, counted now."""
    return shown(row) if row else figures(batch)


def figures(batch: Batch) -> Figures:
    """Every table, from the tasks as they are."""
    tasks = Task.objects.filter(batch=batch).exclude(state="cancelled")
    here = {"batch": batch.code}
    counted = lenses.counted(tasks)

    def seen(names: Sequence[str]) -> tuple[Row, ...]:
        return tuple(Row(lenses.ALL[one].label, counted[one], {**here, "lens": one}) for one in names)

    by_outcome = tasks.values("outcome").annotate(n=Count("pk")).order_by().values_list("outcome", "n")
    by_item = _by_item(tasks)
    measures, records, sheets = _measured(batch), _answered(batch), _sheets(batch)
    asking.ask(by_outcome, by_item, measures, records, sheets)
    named = "抽中任务（对象×事项）" if batch.draw_id else "下达任务（对象×事项）"
    total = Row(named, sum(n for _, n in by_outcome), here)
    return Figures(
        (
            ("检查开展情况", (total, *seen(_WORK))),
            ("检查结果", tuple(_outcomes(by_outcome, here))),
            ("各事项", tuple(_items(by_item, here))),
            ("告知、申辩和指导", seen(_HEARD)),
            ("问题处理", (*seen(_PUT_RIGHT), *_measures(measures, here))),
            ("普遍性问题", tuple(_recurring(records, sheets, here))),
        )
    )


def _outcomes(by_outcome: Iterable[tuple[str, int]], here: Mapping[str, str]) -> list[Row]:
    counted = Counter(dict(by_outcome))
    return [Row(one.name, counted[code], {**here, "outcome": code}) for code, one in outcomes.table().items()]


def _by_item(tasks: QuerySet[Task]) -> QuerySet[Any, Any]:
    problem = lenses.ALL["problem"].condition
    rows = tasks.values("item__item__code", "item_name").order_by("item__item__code")
    return rows.annotate(n=Count("pk"), wrong=Count("pk", filter=problem))


def _items(by_item: Iterable[Mapping[str, Any]], here: Mapping[str, str]) -> list[Row]:
    found = []
    for row in by_item:
        query = {**here, "item": row["item__item__code"]}
        found.append(Row(row["item_name"], row["n"], query))
        found.append(Row(f"　其中发现问题（{row['item_name']}）", row["wrong"], {**query, "lens": "problem"}))
    return found


def _measured(batch: Batch) -> QuerySet[FollowUp, tuple[str, int]]:
    rows = FollowUp.objects.filter(task__batch=batch).values("kind").annotate(n=Count("task", distinct=True))
    return rows.order_by().values_list("kind", "n")


def _measures(measured: Iterable[tuple[str, int]], here: Mapping[str, str]) -> list[Row]:
    counted = dict(measured)
    return [
        Row(f"　{kind.label}", counted[kind.value], {**here, "follow": kind.value})
        for kind in FollowUpKind
        if kind.value in counted
    ]


def _answered(batch: Batch) -> QuerySet[CheckRecord, tuple[int, dict[str, str]]]:
    records = lenses.last_records().filter(task__batch=batch).exclude(task__state="cancelled")
    return records.values_list("task__item_id", "answers")


def _sheets(batch: Batch) -> QuerySet[Checklist]:
    return Checklist.objects.filter(batch=batch).select_related("item__item", "item__item_version")


def _recurring(
    records: Iterable[tuple[int, dict[str, str]]], listed: Iterable[Checklist], here: Mapping[str, str]
) -> list[Row]:
    """Points of a checklist that failed at several subjects, the most frequent first (涪陵 四(八)、五(三))."""
    failed = Counter[tuple[int, str]]()
    for item, answers in records:
        failed.update((item, key) for key, mark in answers.items() if mark == Mark.PROBLEM)
    sheets = {sheet.item_id: sheet for sheet in listed}
    found = [(item, key, n) for (item, key), n in failed.items() if n >= RECURRING and item in sheets]
    return [
        Row(_point(sheets[item], key), n, {**here, "item": sheets[item].item.item.code, "point": key})
        for item, key, n in sorted(found, key=lambda one: (-one[2], one[0], one[1]))
    ]


def _point(sheet: Checklist, key: str) -> str:
    """With its item: checklists of several items ask the same in the same words."""
    asked = next((point["text"] for point in sheet.points if point["key"] == key), key)
    return f"{sheet.item.item_version.name}：{asked}"
