"""Forms as the bureau meets them: Chinese errors, trimmed text, limits everywhere, refusals in the summary."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from mingqian.core.decision import Decision, Refused
from mingqian.ui import refusals
from mingqian.ui.words import UNSEEN, day

Row = TypeVar("Row", bound=Model)

LINE_ENDS = re.compile("[\r\n]+")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What no text of a person holds; tab and line ends are judged by the field."""

INVISIBLE = re.compile(f"[{UNSEEN}]")
"""What is pasted along unseen and left out: no page can ask somebody to delete what they do not see."""

MAX_UPLOAD = 64 * 1024 * 1024  # bytes: a workbook of 200,000 rows is a quarter of it

FIRST_YEAR, LAST_YEAR = 2000, 2100

SAID = {
    "required": "请填写这一项",
    "invalid": "填写的内容不合规",
    "invalid_choice": "请从列出的选项中选择",
    "invalid_list": "请从列出的选项中选择",
    "min_value": "不能小于 %(limit_value)s",
    "max_value": "不能大于 %(limit_value)s",
    "max_length": "不能超过 %(limit_value)d 个字，现在有 %(show_value)d 个",
    "min_length": "不能少于 %(limit_value)d 个字，现在有 %(show_value)d 个",
    "missing": "请选择文件",
    "empty": "文件是空的",
    "null_characters_not_allowed": "内容里有不可见的空字符",
    "max_digits": "数字太长",
    "max_decimal_places": "小数位太多",
    "max_whole_digits": "数字太大",
}


class Form(forms.Form):
    """Every form of the desk. ``values`` after ``is_valid``; ``refuse`` after a service said no."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 — as Django's
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.refusals: tuple[Decision, ...] = ()
        for field in self.fields.values():
            _speak_chinese(field)

    def full_clean(self) -> None:
        """Here, not when the form is made: rooms add fields after that."""
        for field in self.fields.values():
            _speak_chinese(field)
            if isinstance(field, forms.CharField) and field.strip:
                setattr(field, "to_python", _written(field, field.to_python))  # noqa: B010 — the copy of this form alone
        super().full_clean()

    def values(self) -> dict[str, Any]:
        """What was filled in, parsed."""
        return dict(self.cleaned_data)

    def refuse(self, refused: Refused) -> None:
        """The service refused: its decisions stand in the summary, what was typed stays."""
        self.refusals = refusals.spoken(refused.decisions)
        for decision in self.refusals:
            self.add_error(None, decision.reason)

    @property
    def is_upload(self) -> bool:
        """Does it carry a file?"""
        return self.is_multipart()


def _speak_chinese(field: forms.Field) -> None:
    own = {code: words for kind in reversed(type(field).__mro__) for code, words in _default(kind).items()}
    for code, words in field.error_messages.items():
        if code in SAID and words is own.get(code):  # what a field says in words of its own stays
            field.error_messages[code] = SAID[code]
    for validator in field.validators:
        code = getattr(validator, "code", "")
        if code in SAID:
            setattr(validator, "message", SAID[code])  # noqa: B010 — Django's validators carry one, its types do not say so


def _default(kind: type) -> dict[str, Any]:
    return vars(kind).get("default_error_messages") or {}


def _written(field: forms.CharField, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Text as the journal can keep it; a field that is not stripped (password, signed note) is taken as it comes."""

    def written(value: Any) -> Any:  # noqa: ANN401 — as Django's
        text = read(value)
        if not isinstance(text, str):
            return text
        if not getattr(field, "pasted", False):
            text = text.replace("\t", " ")
        if not isinstance(field.widget, forms.Textarea):
            text = LINE_ENDS.sub(" ", text)
        text = INVISIBLE.sub("", text)
        if odd := CONTROL.search(text):
            raise ValidationError(f"第 {odd.start() + 1} 个字是看不见的控制字符，请删去后重新提交")
        return text

    return written


def _within(years: range, value: date) -> None:
    """A year far off is a slip of the hand, and no sum with it ends within the calendar."""
    if value.year not in years:
        raise ValidationError(f"年份应在 {years[0]} 至 {years[-1]} 之间", code="year")


class DateField(forms.DateField):
    """A day, written 2026-11-21; the browser offers its own calendar. ``since`` is the first year that makes sense."""

    def __init__(self, *, since: int = FIRST_YEAR, **kwargs: Any) -> None:  # noqa: ANN401
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d"], **kwargs)
        self.error_messages["invalid"] = "日期要写成 2026-11-21 的样子"
        self.validators.append(partial(_within, range(since, LAST_YEAR + 1)))


class Moment(forms.DateTimeField):
    """A day and an hour in the bureau's time zone."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)
        self.error_messages["invalid"] = "时间要写成 2026-11-21 09:30 的样子"
        self.validators.append(partial(_within, range(FIRST_YEAR, LAST_YEAR + 1)))


class Text(forms.CharField):
    """Several lines; ``pasted`` from a sheet or a page, they keep their tabs."""

    def __init__(self, *, max_length: int, rows: int = 4, pasted: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        self.pasted = pasted
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class WorkbookField(forms.FileField):
    """A list to import. Only the size is judged here: what the file is, its content says, not its name."""

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401
        """Refuse what is too large before anything reads it."""
        found = super().clean(data, initial)
        if found and found.size > MAX_UPLOAD:
            raise ValidationError(
                f"文件有 {found.size // 1048576} MB，超过上限 {MAX_UPLOAD // 1048576} MB，请分批导入"
            )
        return found


class Confirm(Form):
    """Typed confirmation before what cannot be undone: the phrase is shown, and has to be written."""

    typed = forms.CharField(label="确认", max_length=60)

    def __init__(self, *args: Any, phrase: str, shows: tuple[str, ...] = (), **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.phrase = phrase
        self.shows = shows
        self.fields["typed"].label = f"请输入“{phrase}”以确认"
        self.fields["typed"].widget.attrs["autocomplete"] = "off"

    def clean_typed(self) -> str:
        """Exactly the phrase; spaces around it do not matter."""
        typed = str(self.cleaned_data["typed"]).strip()
        if typed != self.phrase:
            raise ValidationError(f"输入的内容与“{self.phrase}”不一致")
        return typed


class Filter(Form):
    """A GET form above a list; it lives in the URL. Subclasses add fields and ``narrow``."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows that match; the default filters nothing."""
        return rows

    def given(self, name: str) -> Any:  # noqa: ANN401 — as parsed
        """A filter's value, or None where it is not set or not understood."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    def words(self) -> list[str]:
        """What is set, for the page's own sentence and the head of an export."""
        self.is_valid()
        return [
            f"{field.label}：{self._shown(field, self.cleaned_data[name])}"
            for name, field in self.fields.items()
            if self.cleaned_data.get(name)
        ]

    @staticmethod
    def _shown(field: forms.Field, value: object) -> str:
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        if isinstance(value, date):
            return day(value)
        return "是" if value is True else str(value)
