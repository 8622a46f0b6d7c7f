"""Parsing for the pages of special checks."""

from typing import Any

from django import forms

from mingqian.planning.services.specials import SpecialText
from mingqian.ui.forms import DateField, Form, Text


class SpecialForm(Form):
    """专项检查方案."""

    unit = forms.ChoiceField(label="实施单位", choices=[])
    title = forms.CharField(label="名称", max_length=200)
    ordered_by = forms.CharField(label="部署文件或工作需要", max_length=200)
    from_above = forms.BooleanField(label="上级统一部署（计数，不受年度频次上限限制）", required=False)
    scope = Text(label="范围", max_length=2_000, rows=3, help_text="哪些对象、哪些区域、为什么")
    items = forms.MultipleChoiceField(label="检查事项", choices=[], widget=forms.CheckboxSelectMultiple)
    most = forms.IntegerField(label="最多检查户数", min_value=1, max_value=100_000)
    starts_on = DateField(label="开始日期")
    ends_on = DateField(label="结束日期")

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        items: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["items"].choices = items  # type: ignore[attr-defined]

    def text(self) -> SpecialText:
        """As the service takes it."""
        said = self.values()
        return SpecialText(**{name: value for name, value in said.items() if name != "unit"})


class ApproveSpecial(Form):
    """批准."""

    authority = forms.CharField(label="批准机关", max_length=200, help_text="县级以上人民政府或上级行政机关")
    document_no = forms.CharField(label="批准文号", max_length=60)


class PublishSpecial(Form):
    """备案并公布."""

    filed_with = forms.CharField(label="备案机关", max_length=200, help_text="同级司法行政机关等")


class ReturnSpecial(Form):
    """退回."""

    reason = Text(label="理由", max_length=1_000, rows=3)
