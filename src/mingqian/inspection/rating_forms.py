"""Parsing for the page on which a firm rates a check."""

from typing import Any

from django import forms

from mingqian.inspection import rating
from mingqian.ui.forms import Form

_CHOICES = [(str(score), label) for score, label in rating.SCORES.items()]


class RatingForm(Form):
    """Three questions, five answers each; nothing is filled in beforehand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for code, label in rating.QUESTIONS.items():
            self.fields[code] = forms.ChoiceField(label=label, choices=_CHOICES, widget=forms.RadioSelect)

    def scores(self) -> dict[str, int]:
        """As the service takes it."""
        return {code: int(score) for code, score in self.values().items()}
