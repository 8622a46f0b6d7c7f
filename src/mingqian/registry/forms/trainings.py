"""Forms of the register of trainings."""

from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.codes import NUMBERED
from mingqian.registry.enums import TrainingKind
from mingqian.registry.selectors import trainings
from mingqian.ui import forms

Row = TypeVar("Row", bound=Model)


class TrainingForm(forms.Form):
    """A session to enter."""

    code = fields.RegexField(
        label="编号", regex=NUMBERED, max_length=40, error_messages={"invalid": "编号只用字母、数字、. _ -"}
    )
    kind = fields.ChoiceField(label="种类", choices=TrainingKind.choices())
    title = fields.CharField(label="名称", max_length=200)
    unit = fields.ChoiceField(label="组织单位")
    held_on = forms.DateField(label="举办日期")
    hours = fields.IntegerField(label="学时", min_value=0, max_value=400, initial=0)
    led_by = fields.CharField(label="主讲或组织者", max_length=100)
    pass_mark = fields.IntegerField(label="合格线（考试、考核）", min_value=0, max_value=100, required=False)
    due_on = forms.DateField(label="应在何日前通过（考核）", required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(unit.code, unit.name) for unit in accounts.units(by)]

    def session(self) -> dict[str, Any]:
        """The words of ``services.trainings.hold``."""
        return {**self.cleaned_data, "kind": TrainingKind(self.cleaned_data["kind"])}


class CallForm(forms.Form):
    """Who has to come."""

    people = fields.CharField(label="人员编号，一行一个", max_length=8000, widget=fields.Textarea)

    def codes(self) -> list[str]:
        """Without the blank lines."""
        return [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]


class SitForm(forms.Form):
    """Who came."""

    person = fields.CharField(
        label="人员编号", max_length=64, help_text="人员库里的编号，例：ZFZ:3599000001；“未参训”页也列着"
    )
    on = forms.DateField(label="参加日期")
    points = fields.IntegerField(label="成绩（考试、考核）", min_value=0, max_value=100, required=False)


class PeriodFilter(forms.Filter):
    """The days of a report."""

    since = forms.DateField(label="自")
    until = forms.DateField(label="至")
    outcome = fields.ChoiceField(
        label="只看", choices=[("", "全部人次"), ("examined", "应试"), ("passed", "通过")]
    )


class PeopleFilter(forms.Filter):
    """Whose county, and who came."""

    county = fields.ChoiceField(label="区县")
    came = fields.ChoiceField(
        label="今年", choices=[("", "全部"), ("yes", "参训"), ("no", "未参训"), ("passed", "合格")]
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["county"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [("", "全部"), *trainings.counties(by)]

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Apply what is set."""
        wanted = {"yes": {"came__gt": 0}, "no": {"came": 0}, "passed": {"reached__gt": 0}}
        return rows.filter(**wanted.get(self.given("came") or "", {}))
