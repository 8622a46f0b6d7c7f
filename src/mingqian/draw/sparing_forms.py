"""What is typed to ask that a drawn firm be spared."""

from typing import Any

from django import forms as fields

from mingqian.ui import forms


class Spare(forms.Form):
    """A drawn firm that was checked a short while ago (XM-58).

    Only who qualifies is offered; any other answer reaches the service, which says why not.
    """

    subject = fields.CharField(label="哪一家", max_length=60, widget=fields.Select)
    reason = fields.CharField(label="理由", max_length=200, help_text="例如 抽中前三个月内已接受同类检查")
    evidence = fields.CharField(label="凭据", max_length=200, help_text="前次检查的记录、文号或日期")

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        widget = self.fields["subject"].widget
        assert isinstance(widget, fields.Select)
        widget.choices = offered
