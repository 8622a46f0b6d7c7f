"""Parsing for the pages on which a firm rates a check, with its account or with the code on the record."""

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
        return {code: int(self.values()[code]) for code in rating.QUESTIONS}


class CodeRatingForm(RatingForm):
    """The same, by whoever holds the record of the check."""

    code = forms.CharField(
        label="评价码", max_length=30, help_text="印在检查记录上，字母和数字，四位一组；大小写、短横不论"
    )
