"""Fields that read what people type in lines."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from mingqian.planning import texts, written
from mingqian.registry.enums import Method
from mingqian.ui import forms

Choice = tuple[str, str]
METHODS = Method.choices()


class Written(forms.Text):
    """Several lines, each read by a pure function; a line it cannot read is named beside the field."""

    def __init__(self, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(pasted=True, **kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        """The parsed value."""
        text = super().clean(value)
        try:
            return self.read(text or "")
        except written.Unreadable as unreadable:
            raise ValidationError(str(unreadable)) from None


class Rate(fields.CharField):
    """8%, 2.5% or 2‰."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)

    def clean(self, value: Any) -> Any:
        """Parts per million, or None."""
        try:
            return written.rate(super().clean(value) or "")
        except written.Unreadable as unreadable:
            raise ValidationError(str(unreadable)) from None


class Methods(fields.MultipleChoiceField):
    """Ways of checking, as the item list names them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=METHODS, widget=fields.CheckboxSelectMultiple, **kwargs)


class OneLine(forms.Text):
    """A sentence or two; line breaks become spaces, since the journal keeps it as one line."""

    def clean(self, value: Any) -> Any:
        """On one line."""
        return " ".join((super().clean(value) or "").split())


class Reason(forms.Form):
    """Why: for whatever goes back, ends, or is done differently."""

    reason = OneLine(label="原因", max_length=500)

    def __init__(self, *args: Any, label: str = "原因", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


def choose(found: Sequence[Choice], empty: str = "请选择") -> list[Choice]:
    """Choices with the line that says nothing is chosen yet."""
    return [("", empty), *found]


TITLE, CODE = texts.TITLE, texts.CODE
