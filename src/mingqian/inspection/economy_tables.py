"""The lists behind the figures of 检查成效, and the period they are asked for."""

from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict

from mingqian.inspection.after_tables import of_task
from mingqian.inspection.tables import outcome
from mingqian.inspection.types import Span
from mingqian.registry.enums import Method
from mingqian.ui.forms import DateField, Filter
from mingqian.ui.tables import Column
from mingqian.ui.words import day

BEHIND = (
    ("visits", "入企检查"), ("days", "检查人日"), ("problems", "发现问题"), ("merged", "合并检查少入企"),
    ("away", "非现场检查少入企"), ("guided", "以指导结束的检查"), ("ways", "非现场查出的问题"),
    ("again", "多次入企的企业"),
)  # fmt: skip


class Period(Filter):
    """From which day to which; the year so far where nothing is said."""

    first = DateField(label="从")
    last = DateField(label="到")
    rows = forms.ChoiceField(label="列出", choices=BEHIND, widget=forms.HiddenInput)

    @classmethod
    def asked(cls, query: QueryDict, today: date) -> Self:
        """Of this address; the year so far stands in the fields where it names no day."""
        said = query.copy()
        said.setdefault("first", today.replace(month=1, day=1).isoformat())
        said.setdefault("last", today.isoformat())
        return cls(said)

    def clean(self) -> dict[str, Any]:
        """A period ends after it began."""
        said = super().clean() or self.cleaned_data
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", "结束日期早于开始日期")
        return said

    def span(self, today: date) -> Span:
        """The period asked for."""
        return Span(self.given("first") or today.replace(month=1, day=1), self.given("last") or today)


def years(today: date, rows: str) -> list[tuple[str, str]]:
    """Shortcuts: the year so far and the whole of the last one, with the address of each."""
    spans = (("今年", today.year, today), ("去年", today.year - 1, date(today.year - 1, 12, 31)))
    return [(word, f"?rows={rows}&first={year}-01-01&last={last.isoformat()}") for word, year, last in spans]


VISITS = (
    Column(
        "subject",
        "对象",
        cell=lambda row: of_task(row.task),
        text=lambda row: row.task.subject_name,
        wide=True,
    ),
    Column("on", "检查日期"),
    Column("people", "检查人员", cell=lambda row: "、".join(name for name, _ in row.papers)),
    Column("items", "办结事项", numeric=True),
    Column("spared", "少入企", numeric=True),
    Column("guidance", "行政指导", wide=True),
)
DAYS = (
    Column("on", "日期"),
    Column("name", "检查人员", wide=True),
    Column("certificate", "证号"),
    Column("visits", "入企", numeric=True),
)
WAYS = (
    Column("method", "方式", cell=lambda row: Method(row.method).label, wide=True),
    Column("checks", "办结检查", numeric=True),
    Column("problems", "发现问题", numeric=True),
    Column("hits", "每百件发现", numeric=True),
)
AGAIN = (
    Column(
        "subject",
        "企业",
        cell=lambda row: of_task(row.task),
        text=lambda row: row.task.subject_name,
        wide=True,
    ),
    Column("visits", "入企", cell=lambda row: len(row.days), numeric=True),
    Column("days", "检查日期", cell=lambda row: "、".join(day(one) for one in row.days)),
    Column("reasons", "原因", cell=lambda row: "；".join(row.reasons), wide=True),
)
TASKS = (
    Column("subject_name", "对象", cell=of_task, text=lambda row: row.subject_name, wide=True),
    Column("item_name", "事项", wide=True),
    Column("checked_on", "检查日期"),
    Column("method", "方式", cell=lambda row: Method(row.method).label),
    Column("outcome", "结果", cell=outcome),
    Column("problems", "发现问题", wide=True),
)
