"""Forms of 查重台."""

from typing import Any

from django import forms as fields
from django.db.models import QuerySet

from mingqian.registry.enums import DuplicateGround, Verdict
from mingqian.ui import forms


class CandidateFilter(forms.Filter):
    """Above the pairs to decide."""

    ground = fields.ChoiceField(label="线索", choices=[("", "全部"), *DuplicateGround.choices()])
    q = fields.CharField(label="名称", max_length=60)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter that is set takes away."""
        if ground := self.given("ground"):
            rows = rows.filter(ground=ground)
        if text := self.given("q"):
            rows = rows.filter(first__name__icontains=text) | rows.filter(second__name__icontains=text)
        return rows


class Conclusion(forms.Form):
    """Same or different; of one body, which row stays."""

    conclusion = fields.ChoiceField(label="结论", widget=fields.RadioSelect)
    reason = fields.CharField(label="理由", max_length=300)
    evidence = fields.CharField(
        label="证据", max_length=300, required=False, help_text="判为同一主体时必填，如：市场监管局函"
    )

    def __init__(self, *args: Any, first: str, second: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["conclusion"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [
                (Verdict.DIFFERENT.value, "不同主体，两条都留"),
                ("first", f"同一主体，保留 {first}"),
                ("second", f"同一主体，保留 {second}"),
            ]

    def decision(self, first: str, second: str) -> dict[str, Any]:
        """The words of ``services.duplicates.decide``."""
        said = self.cleaned_data
        kept, other = (second, first) if said["conclusion"] == "second" else (first, second)
        verdict = Verdict.DIFFERENT if said["conclusion"] == Verdict.DIFFERENT else Verdict.SAME
        return {
            "kept": kept,
            "other": other,
            "verdict": verdict,
            "reason": said["reason"],
            "evidence": said["evidence"],
        }


class Reason(forms.Form):
    """Why."""

    reason = fields.CharField(label="理由", max_length=300)
