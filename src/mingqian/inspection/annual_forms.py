"""Parsing for 年度自查报告."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from mingqian.inspection.annual import Standing
from mingqian.inspection.enums import Mark
from mingqian.inspection.forms import ANY, LONG, ManyFiles
from mingqian.inspection.models import AnnualDuty, AnnualReport
from mingqian.inspection.offsite_forms import FILES
from mingqian.inspection.selectors.annual import standing
from mingqian.ui.forms import DateField, Filter, Form, Text


class CallForm(Form):
    """布置年度自查报告."""

    item = forms.ChoiceField(
        label="事项", help_text="该事项名录里的全部对象都要报告；管辖范围包括各区县的事项，由政策法规机构布置",
        error_messages={"invalid_choice": "请选择由您的单位负责的事项"},
    )  # fmt: skip
    year = forms.IntegerField(label="报告年度", min_value=2000, max_value=2200)
    points = Text(label="自查要点", max_length=LONG, rows=6, help_text="每行一项")
    due_on = DateField(label="报告期限")

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "请选择"), *items]  # type: ignore[attr-defined]


class MarkForm(Form):
    """未报告的列为名录类别."""

    tag = forms.CharField(
        label="业务类别代码",
        max_length=32,
        help_text="没有用过的代码，如 NB-2025-WB；事项按类别分层以后，可以对它单独定比例",
    )


class FileForm(Form):
    """The firm's report."""

    def __init__(self, *args: Any, points: Sequence[Sequence[str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.points = points
        for key, text in points:
            self.fields[f"point_{key}"] = forms.ChoiceField(
                label=f"{key}. {text}", choices=Mark.choices(), widget=forms.RadioSelect,
                error_messages={"required": "请逐项填写"},
            )  # fmt: skip
        self.fields["words"] = Text(label="年度情况", max_length=LONG, rows=4)
        self.fields["corrected"] = Text(
            label="自纠情况", max_length=LONG, rows=3, required=False, help_text="有不符合的项，写明怎样改正"
        )
        self.fields["material"] = ManyFiles(label="材料", required=False, help_text=FILES)
        self.fields["truthful"] = forms.BooleanField(label="我单位承诺所报告的内容真实、完整", required=False)

    def filed(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.values()
        return {
            "answers": {key: said[f"point_{key}"] for key, _ in self.points},
            "words": said["words"], "corrected": said["corrected"], "truthful": said["truthful"],
            "uploads": said["material"] or [],
        }  # fmt: skip


class ReportFilter(Filter):
    """Which reports of a year: by the subject, by where they stand."""

    q = forms.CharField(label="单位名称、代码", max_length=60)
    standing = forms.ChoiceField(label="报告", choices=[*ANY, *Standing.choices()])

    def __init__(self, *args: Any, duty: AnnualDuty, today: date, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.duty, self.today = duty, today

    def narrow(self, rows: QuerySet[AnnualReport]) -> QuerySet[AnnualReport]:  # type: ignore[override]
        """By words and standing."""
        if words := self.given("q"):
            rows = rows.filter(Q(subject_name__icontains=words) | Q(subject__number__iexact=words))
        return standing(rows, self.given("standing") or "", self.duty, self.today)
