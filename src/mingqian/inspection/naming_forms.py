"""Parsing for the pages that order checks without a draw."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from mingqian.inspection.types import Cause, NamedCheck, Outsider
from mingqian.registry.enums import Method
from mingqian.ui.forms import DateField, Form, Text

METHODS = [
    (one.value, one.label) for one in (Method.ON_SITE, Method.WRITTEN, Method.NETWORK, Method.SELF_CHECK)
]
_BETWEEN = re.compile(r"[\s,，、;；]+")


Choice = tuple[str, str]
FIND = ("find_firm", "find_people")
"""Names of the buttons that only look: nothing is ordered by them, everything typed stays."""


def typed(post: QueryDict) -> dict[str, Any]:
    """What stands on the form already, for the form to be shown again."""
    many = ("picked", "members", "items")
    return {name: post.getlist(name) if name in many else post.get(name, "") for name in post}


class Part(list[forms.BoundField]):
    """Some fields of a form, laid out like a form of their own."""

    hidden_fields: tuple[forms.BoundField, ...] = ()

    @property
    def visible_fields(self) -> list[forms.BoundField]:
        """All of them."""
        return self


def apart(text: str) -> list[str]:
    """Codes as somebody types them one after the other."""
    return [one for one in _BETWEEN.split(text.strip()) if one]


class OpeningForm(Form):
    """下达检查任务: whom, what, how, who goes, until when, and why."""

    title = forms.CharField(label="名称", max_length=200)
    look = forms.CharField(
        label="找对象",
        max_length=60,
        required=False,
        help_text="名称（包括曾用名）、拼音首字母或代码；一次列出前20家",
    )
    picked = forms.MultipleChoiceField(
        label="检查对象", choices=[], widget=forms.CheckboxSelectMultiple, required=False
    )
    subjects = Text(
        label="成批粘贴对象代码", max_length=20_000, rows=3, required=False,
        help_text="每行一个，如 USCC:9135…；与上面勾选的合在一起",
    )  # fmt: skip
    items = forms.MultipleChoiceField(label="检查事项", choices=[], widget=forms.CheckboxSelectMultiple)
    method = forms.ChoiceField(label="检查方式", choices=METHODS, widget=forms.RadioSelect)
    look_people = forms.CharField(
        label="找检查人员",
        max_length=60,
        required=False,
        help_text="姓名、单位、执法证号、工号；一次列出前20名",
    )
    captain = forms.ChoiceField(label="组长", choices=[], widget=forms.RadioSelect, required=False)
    members = forms.MultipleChoiceField(
        label="检查组成员", choices=[], widget=forms.CheckboxSelectMultiple, required=False,
        help_text="现场检查两名以上，组长在上面另选；书面、网络、自查可以没有检查组",
    )  # fmt: skip
    team = forms.CharField(
        label="粘贴人员库编号", max_length=400, required=False,
        help_text="代替上面的勾选：组长在前，用顿号隔开",
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

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        items: Sequence[Choice],
        firms: Sequence[Choice],
        people: Sequence[Choice],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"items": items, "picked": firms, "captain": people, "members": people}
        for name, choices in offered.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody is checked; a team has a captain."""
        said = super().clean() or {}
        if "picked" not in self.errors and not said.get("picked") and not apart(said.get("subjects") or ""):
            self.add_error("picked", "没有选定检查对象。请写名称查找后勾选")
        if said.get("members") and not said.get("captain"):
            self.add_error("captain", "没有选定组长。请在检查组里选一名")
        return said

    def part(self, *names: str) -> Part:
        """These fields for the page, without boxes that have nothing in them yet."""
        shown = (self[name] for name in names)
        return Part([one for one in shown if getattr(one.field, "choices", True) or one.errors])

    @property
    def parts(self) -> dict[str, Part]:
        """The page's three cards; a field to look somebody up stands above its button."""
        first, mine = ("look", "look_people"), ("picked", "subjects", "captain", "members", "team")
        rest = [one.name for one in self.visible_fields() if one.name not in (*first, *mine)]
        return {
            "look": self.part("look"),
            "whom": self.part("picked", "subjects"),
            "look_people": self.part("look_people"),
            "who": self.part("captain", "members", "team"),
            "rest": self.part(*rest),
        }

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
        codes = list(dict.fromkeys([*said["picked"], *apart(said["subjects"])]))
        return [NamedCheck(code, item, said["method"], team) for code in codes for item in said["items"]]

    def crew(self) -> list[str]:
        """The captain first."""
        said = self.values()
        if said["captain"]:
            return list(dict.fromkeys([said["captain"], *said["members"]]))
        return apart(said["team"])

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
