"""Forms of secondary pools (二次建库)."""

import re
from typing import Any

from django import forms as fields

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry import screening
from mingqian.registry.types import Condition
from mingqian.ui import forms

LINES = 4
OPS = [
    ("ge", "不小于"),
    ("le", "不大于"),
    ("gt", "大于"),
    ("lt", "小于"),
    ("eq", "为"),
    ("ne", "不为"),
    ("in", "属于（用、隔开）"),
    ("not_in", "不属于（用、隔开）"),
    ("present", "有记载"),
    ("absent", "无记载"),
]
_SPLIT = re.compile(r"[、，,;；\s]+")


class OpenPool(forms.Form):
    """The current-period pool of one item of natural persons."""

    code = fields.RegexField(
        label="代码",
        regex=r"^[0-9A-Za-z][0-9A-Za-z_-]*$",
        max_length=32,
        error_messages={"invalid": "用字母、数字、下划线、连字符"},
    )
    name = fields.CharField(label="名称", max_length=100)
    item = fields.CharField(label="事项代码", max_length=32, help_text="对象全是自然人的事项")
    unit = fields.ChoiceField(label="责任单位")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(u.code, u.name) for u in accounts.units(by)]


class Rule(forms.Form):
    """Conditions that must all hold, and why."""

    reason = fields.CharField(label="理由", max_length=300)

    def __init__(self, *args: Any, facts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            ("", "（不用）"),
            *screening.FIELDS.items(),
            *((f"facts.{key}", f"名单栏目：{key}") for key in facts),
        ]
        for n in range(1, LINES + 1):
            self.fields[f"field_{n}"] = fields.ChoiceField(label=f"条件 {n}", choices=known, required=False)
            self.fields[f"op_{n}"] = fields.ChoiceField(label=f"条件 {n} 怎样比", choices=OPS, required=False)
            self.fields[f"values_{n}"] = fields.CharField(
                label=f"条件 {n} 的值", max_length=300, required=False
            )
            self.fields[f"label_{n}"] = fields.CharField(
                label=f"条件 {n} 的说法",
                max_length=40,
                required=False,
                help_text="名单栏目须写明，如：补贴金额（元）",
            )
        self.order_fields([*(f"{part}_{n}" for n in range(1, LINES + 1) for part in _PARTS), "reason"])

    def conditions(self) -> list[Condition]:
        """The lines that were filled in."""
        said, found = self.cleaned_data, []
        for n in range(1, LINES + 1):
            if said[f"field_{n}"]:
                values = tuple(_value(one) for one in _values(said[f"op_{n}"], said[f"values_{n}"]))
                found.append(Condition(said[f"field_{n}"], said[f"op_{n}"], values, said[f"label_{n}"]))
        return found


_PARTS = ("field", "op", "values", "label")


def _values(op: str, text: str) -> list[str]:
    if op in ("in", "not_in"):
        return [one for one in _SPLIT.split(text) if one]
    return [text.strip()] if text.strip() else []


def _value(text: str) -> str | int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else text


class Reason(forms.Form):
    """Why."""

    reason = fields.CharField(label="理由", max_length=300)
