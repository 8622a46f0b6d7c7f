"""Forms of what the bureau adopts: words of its lists, a calendar year, a rule pack."""

import re
from datetime import date
from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.enums import DictionaryKind
from mingqian.ui import forms

_DAY = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?")


class Word(forms.Form):
    """A word of the bureau's own."""

    kind = fields.ChoiceField(label="词表", choices=DictionaryKind.choices())
    code = fields.CharField(
        label="代码", max_length=32, help_text="字母、数字、下划线、连字符；写入名册后不再改变"
    )
    label = fields.CharField(label="名称", max_length=60)
    note = fields.CharField(label="说明", max_length=200, required=False)

    def said(self) -> dict[str, Any]:
        """The words of ``services.dictionaries.add``."""
        return {**self.cleaned_data, "kind": DictionaryKind(self.cleaned_data["kind"])}


class Relabel(forms.Form):
    """How a word reads."""

    label = fields.CharField(label="名称", max_length=60)
    note = fields.CharField(label="说明", max_length=200, required=False)


class Reason(forms.Form):
    """Why."""

    reason = fields.CharField(label="理由", max_length=200)


class Year(forms.Form):
    """A year as the notice announces it, line by line."""

    year = fields.IntegerField(label="年份", min_value=2004, max_value=2100)
    region = fields.ChoiceField(label="范围", required=False)
    source = fields.CharField(label="通知名称和文号", max_length=200, help_text="如：国办发明电〔2026〕7号")
    breaks = forms.Text(
        label="放假区间（每行一个）",
        max_length=3000,
        rows=8,
        help_text="名称 起 止，如：国庆节 2027-10-01 2027-10-07；只放一天的写一个日期",
    )
    work = forms.Text(
        label="调休上班的日子", max_length=1000, rows=3, required=False, help_text="如：2027-09-26 2027-10-09"
    )
    doubt = fields.CharField(
        label="存疑之处", max_length=200, required=False, help_text="填写后本年按“暂定”计算，期限旁显示"
    )
    reason = fields.CharField(
        label="更正原因", max_length=200, required=False, help_text="本年已录入过的，必须写明为什么再录"
    )

    def __init__(self, *args: Any, regions: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [("", "全国"), *regions.items()]

    def clean_breaks(self) -> list[tuple[str, date, date]]:
        """名称 起 止, a line each; every bad line is named."""
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["breaks"].splitlines(), 1):
            if not line.strip():
                continue
            days, name = _days(line), _DAY.sub("", line).strip(" ，,至—-~\t")
            if not name or not 1 <= len(days) <= 2:
                wrong.append(f"第 {number} 行“{line.strip()[:30]}”应写作：名称 起 止")
                continue
            found.append((name, days[0], days[-1]))
        if wrong:
            raise ValidationError(wrong)
        return found

    def clean_work(self) -> list[date]:
        """Days, however they are set apart."""
        text = self.cleaned_data["work"]
        if _DAY.sub("", text).strip(" ，,、;；\r\n\t"):
            raise ValidationError("只写日期，如：2027-09-26 2027-10-09")
        return _days(text)


def _days(text: str) -> list[date]:
    try:
        return [date(int(y), int(m), int(d)) for y, m, d in _DAY.findall(text)]
    except ValueError as error:
        raise ValidationError(f"“{text.strip()[:40]}”里有不存在的日期") from error


class Adoption(forms.Confirm):
    """From which day a unit works by a pack."""

    unit = fields.ChoiceField(label="单位")
    from_on = forms.DateField(label="自哪天起")
    reason = fields.CharField(label="理由", max_length=300, help_text="如：局务会议纪要文号")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(u.code, u.name) for u in accounts.units(by)]

    def said(self) -> dict[str, Any]:
        """The words of ``services.packs.adopt``."""
        return {name: self.cleaned_data[name] for name in ("unit", "from_on", "reason")}
