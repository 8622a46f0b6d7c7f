"""Parsing for the page that prints a batch's papers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from mingqian.documents.enums import Kind
from mingqian.ui.forms import DateField, Form


class PrintForm(Form):
    """Which paper, and of which checks."""

    kind = forms.ChoiceField(label="文书", choices=[], widget=forms.RadioSelect)
    since = DateField(
        label="检查日期自", required=False, help_text="只打印这一天及以后检查的；全部打印的不填"
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[Kind, int]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [(kind.value, f"{kind.label}（{number}份）") for kind, number in offered]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
