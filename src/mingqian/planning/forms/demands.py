"""Demand: what a section asks for, and the list's filter."""

from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet

from mingqian.planning.enums import DemandState
from mingqian.planning.forms.fields import Choice, Methods, OneLine, choose
from mingqian.ui import forms

Row = TypeVar("Row", bound=Model)


class DemandForm(forms.Form):
    """FL-16/17."""

    unit = fields.ChoiceField(label="提出单位")
    item = fields.ChoiceField(label="事项")
    rounds = fields.IntegerField(label="全年抽查次数", min_value=1, max_value=99, initial=2)
    methods = Methods(label="检查方式", required=False)
    inspectors_needed = fields.IntegerField(
        label="需要检查人员", min_value=0, max_value=9999, initial=0, required=False
    )
    ad_hoc = fields.BooleanField(
        label="适时提出，列入当年计划", required=False, help_text="年度集中提出的，列入文件规定的年度"
    )
    reason = OneLine(label="理由", max_length=500, required=False, help_text="适时提出、逾期提出的必须填写")

    def __init__(self, *args: Any, units: list[Choice], items: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units if len(units) == 1 else choose(units)  # type: ignore[attr-defined]
        self.fields["item"].choices = choose(items)  # type: ignore[attr-defined]

    def clean_inspectors_needed(self) -> int:
        """Left empty: none asked for."""
        return self.cleaned_data["inspectors_needed"] or 0


class TakeUp(forms.Form):
    """Which line serves a demand."""

    line = fields.ChoiceField(label="由哪一计划行落实")

    def __init__(self, *args: Any, lines: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = choose(lines)  # type: ignore[attr-defined]


class DemandFilter(forms.Filter):
    """Year, state, words."""

    year = fields.IntegerField(label="计划年度", min_value=2000, max_value=2100)
    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *DemandState.choices()])
    q = fields.CharField(label="单位或事项", max_length=40)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """As given."""
        if year := self.given("year"):
            rows = rows.filter(serves_year=year)
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if q := self.given("q"):
            rows = rows.filter(unit__name__icontains=q) | rows.filter(item__code__icontains=q)
        return rows
