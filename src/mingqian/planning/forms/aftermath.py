"""After a draw: a decision on an exemption."""

from typing import TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet

from mingqian.planning.enums import ExemptionState
from mingqian.planning.forms.fields import OneLine
from mingqian.ui import forms

Row = TypeVar("Row", bound=Model)


class Decide(forms.Form):
    """Yes or no, and why: the reason stands in the public result."""

    answer = fields.ChoiceField(
        label="决定", choices=[("approve", "准予免检"), ("refuse", "不予免检")], widget=fields.RadioSelect
    )
    reason = OneLine(label="理由", max_length=500)


class ExemptionFilter(forms.Filter):
    """State, draw."""

    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *ExemptionState.choices()])
    q = fields.CharField(label="抽取编号或对象", max_length=60)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """As given."""
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if q := self.given("q"):
            rows = rows.filter(draw_code__icontains=q) | rows.filter(subject__name__icontains=q)
        return rows
