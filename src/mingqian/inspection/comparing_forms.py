"""Parsing for 比对核查: two lists, their keys, the columns to compare; what a person says of each difference."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from mingqian.core.comparing import Verdict
from mingqian.inspection.enums import Settled
from mingqian.inspection.forms import ANY, LONG
from mingqian.inspection.models import ComparisonRow
from mingqian.inspection.types import DataSet
from mingqian.ui.forms import Filter, Form, Text, WorkbookField

KINDS = "CSV、XLSX、XLS、ODS，不超过 16 MB、5 万行"
_PAIR = re.compile("[=＝]")
OPEN = "open"


def columns_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """One pair a line, 左＝右; a single name stands for both."""
    pairs = [
        [part.strip() for part in _PAIR.split(line, maxsplit=1)] for line in text.splitlines() if line.strip()
    ]
    return tuple(pair[0] for pair in pairs), tuple(pair[-1] for pair in pairs)


class CompareForm(Form):
    """新建比对核查."""

    item = forms.ChoiceField(label="事项", choices=[])
    left = WorkbookField(label="第一份数据", help_text=KINDS)
    key_left = forms.CharField(label="第一份数据里的代码列", max_length=60)
    right = WorkbookField(
        label="第二份数据", required=False, help_text=f"{KINDS}；不上传的，与监管对象名录库比对"
    )
    key_right = forms.CharField(label="第二份数据里的代码列", max_length=60)
    columns = Text(
        label="比对哪些列",
        max_length=800,
        rows=4,
        help_text="每行一组：第一份的列名＝第二份的列名；两边同名的只写一个。"
        "名录库的列：单位名称、法定代表人、地址、登记状态、联系人、联系电话、从业人数、行政区划代码",
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        key = DataSet().key
        super().__init__(*args, initial={"key_left": key, "key_right": key}, **kwargs)
        self.fields["item"].choices = items  # type: ignore[attr-defined]

    def sets(self) -> dict[str, DataSet]:
        """Both data sets, as the service takes them."""
        said = self.values()
        left, right = columns_of(said["columns"])
        second = _read(said["right"], said["key_right"], right) if said["right"] else DataSet(columns=right)
        return {"left": _read(said["left"], said["key_left"], left), "right": second}


def _read(given: "UploadedFile[Any]", key: str, columns: tuple[str, ...]) -> DataSet:
    return DataSet(given.name or "数据", given.read(), key, columns)


class RowFilter(Filter):
    """Which rows of a comparison."""

    verdict = forms.ChoiceField(label="比对结果", choices=[*ANY, *Verdict.choices()])
    settled = forms.ChoiceField(label="核实", choices=[*ANY, (OPEN, "待核实"), *Settled.choices()])

    def narrow(self, rows: QuerySet[ComparisonRow]) -> QuerySet[ComparisonRow]:  # type: ignore[override]
        """By what the lists said, and by what became of it."""
        if verdict := self.given("verdict"):
            rows = rows.filter(verdict=verdict)
        if settled := self.given("settled"):
            waits = rows.filter(settled="").exclude(verdict=Verdict.SAME.value)
            rows = waits if settled == OPEN else rows.filter(settled=settled)
        return rows


class VerifyForm(Form):
    """What was found for each difference; an empty one stays open."""

    def __init__(self, *args: Any, tasks: list[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for code in tasks:
            self.fields[f"words_{code}"] = forms.CharField(max_length=500, required=False)

    def words(self) -> dict[str, str]:
        """Task → words."""
        given = self.values().items()
        return {name.removeprefix("words_"): text for name, text in given if text}


class LeadForm(Form):
    """转为线索."""

    words = Text(label="发现的问题", max_length=LONG, rows=4)
