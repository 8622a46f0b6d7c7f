"""Forms of the list of powers."""

from typing import Any

from django import forms as fields
from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.codes import NUMBERED
from mingqian.registry.enums import PowerKind
from mingqian.ui import forms


class PowerFilter(forms.Filter):
    """Above the list."""

    q = fields.CharField(label="名称或编码", max_length=60)
    kind = fields.ChoiceField(label="职权类别", choices=[("", "全部"), *PowerKind.choices()])
    state = fields.ChoiceField(label="状态", choices=[("", "全部"), ("live", "现行"), ("gone", "已取消")])

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter that is set takes away."""
        if text := self.given("q"):
            rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
        if kind := self.given("kind"):
            rows = rows.filter(kind=kind)
        if state := self.given("state"):
            rows = rows.filter(cancelled_on__isnull=state == "live")
        return rows


class PowerForm(forms.Form):
    """A power to list."""

    code = fields.RegexField(
        label="职权编码",
        regex=NUMBERED,
        max_length=40,
        error_messages={"invalid": "职权编码只用字母、数字、. _ -"},
    )
    name = fields.CharField(label="职权名称", max_length=200)
    kind = fields.ChoiceField(label="职权类别", choices=PowerKind.choices())
    unit = fields.ChoiceField(label="行使主体")
    document = fields.CharField(label="设定依据（规则文件登记号）", max_length=40)
    article = fields.CharField(label="条款", max_length=100)
    listed_on = forms.DateField(since=2000, label="列入清单的日期")
    listed_by = fields.CharField(label="列入清单的文号或会议", max_length=100)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(u.code, u.name) for u in accounts.units(by)]

    def listing(self) -> dict[str, Any]:
        """The words of ``services.powers.enter``."""
        return {**self.cleaned_data, "kind": PowerKind(self.cleaned_data["kind"])}


class Cancel(forms.Confirm):
    """From which day, by which decision."""

    on = forms.DateField(label="取消日期")
    ground = fields.CharField(label="取消依据", max_length=300)


class Link(forms.Form):
    """Which item carries it out."""

    item = fields.CharField(label="事项代码", max_length=32)
