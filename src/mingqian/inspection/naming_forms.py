"""Parsing for the pages that order checks without a draw."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from mingqian.inspection.types import Cause, NamedCheck, Outsider
from mingqian.registry.enums import Method
from mingqian.ui.forms import DateField, Form, Text

METHODS = [
    (one.value, one.label) for one in (Method.ON_SITE, Method.WRITTEN, Method.NETWORK, Method.SELF_CHECK)
]
_BETWEEN = re.compile(r"[\s,，、;；]+")


def apart(text: str) -> list[str]:
    """Codes as somebody types them one after the other."""
    return [one for one in _BETWEEN.split(text.strip()) if one]


class OpeningForm(Form):
    """下达检查任务: whom, what, how, who goes, until when, and why."""

    title = forms.CharField(label="名称", max_length=200)
    subjects = Text(label="对象代码", max_length=20_000, rows=3, help_text="每行一个，如 USCC:9135…")
    items = forms.MultipleChoiceField(label="检查事项", choices=[], widget=forms.CheckboxSelectMultiple)
    method = forms.ChoiceField(label="检查方式", choices=METHODS, widget=forms.RadioSelect)
    team = forms.CharField(
        label="检查组", max_length=400, required=False,
        help_text="人员库编号，组长在前，两名以上，用顿号隔开；书面、网络、自查可以不填",
    )  # fmt: skip
    joint = Text(
        label="联合单位人员", max_length=2_000, rows=2, required=False,
        help_text="每行一人：单位 姓名 证件号 分工；不是联合检查的不填",
    )  # fmt: skip
    starts_on = DateField(label="开始日期")
    ends_on = DateField(label="结束日期")
    reason = Text(
        label="理由", max_length=2_000, rows=3, help_text="为什么检查这些对象；检查组和审批人都会看到"
    )

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = list(items)  # type: ignore[attr-defined]

    def cause(self, origin: str, source: str) -> Cause:
        """As the service takes it."""
        said = self.values()
        return Cause(
            origin=origin, source=source, title=said["title"], reason=said["reason"], starts_on=said["starts_on"],
            ends_on=said["ends_on"], joint=tuple(_outsider(line) for line in said["joint"].splitlines() if line.strip()),
        )  # fmt: skip

    def checks(self) -> list[NamedCheck]:
        """Every subject with every item."""
        said = self.values()
        team = 1 if self.crew() else 0
        codes = list(dict.fromkeys(apart(said["subjects"])))
        return [NamedCheck(code, item, said["method"], team) for code in codes for item in said["items"]]

    def crew(self) -> list[str]:
        """The captain first."""
        return apart(self.values()["team"])

    def teams(self) -> dict[int, list[str]]:
        """The one team a page names."""
        return {1: self.crew()} if self.crew() else {}


class CaseForm(OpeningForm):
    """个案、联合检查: the approval document it rests on."""

    kind = forms.ChoiceField(
        label="种类",
        choices=[("case", "个案检查"), ("joint", "联合检查")],
        widget=forms.RadioSelect,
        initial="case",
    )
    source = forms.CharField(label="依据的文件或线索编号", max_length=40)
    field_order = ("kind", "source")


def _outsider(line: str) -> Outsider:
    parts = [*line.split(), "", "", "", ""]
    return Outsider(parts[0], parts[1], parts[2], parts[3])


def beginning(today: date) -> dict[str, date]:
    """What most of them start with."""
    return {"starts_on": today}
