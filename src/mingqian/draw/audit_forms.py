"""What an outsider types after looking at the list."""

from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from mingqian.ui import forms


class Checked(forms.Form):
    """How many rows were held against the registries, and what was wrong with which."""

    checked = fields.IntegerField(label="核对了多少行", min_value=0, max_value=90_000_000)
    wrong = forms.Text(
        label="有误的行", max_length=20_000, rows=5, required=False,
        help_text="一行一条：编号（至少前 8 位）、空格、哪里不对；没有就留空",
    )  # fmt: skip

    def __init__(self, *args: Any, tags: tuple[str, ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.tags = tags

    def clean_wrong(self) -> list[tuple[str, str]]:
        """Whole tags for the beginnings that were typed."""
        found = []
        for number, line in enumerate(self.cleaned_data["wrong"].splitlines(), start=1):
            if line.strip():
                found.append(self._one(number, line.strip()))
        return found

    def _one(self, number: int, line: str) -> tuple[str, str]:
        start, _, text = line.partition(" ")
        fitting = [tag for tag in self.tags if tag.startswith(start.lower())]
        if len(start) < 8 or len(fitting) != 1:
            raise ValidationError(f"第 {number} 行：编号“{start[:16]}”不在应核对的行之中，或不止一个")
        if not text.strip():
            raise ValidationError(f"第 {number} 行：没有写哪里不对")
        return fitting[0], " ".join(text.split())[:400]
