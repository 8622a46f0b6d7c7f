"""Guidelines and evaluation methods: what an author writes, to whom a version is issued."""

from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet

from mingqian.planning import papering, written
from mingqian.planning.enums import PaperKind, PaperState
from mingqian.planning.forms.fields import TITLE, Choice, OneLine, Written, choose
from mingqian.planning.papering import PaperText
from mingqian.ui import forms

Row = TypeVar("Row", bound=Model)


class PaperForm(forms.Form):
    """One version of a paper; a method also names its closed set of conclusions."""

    title = fields.CharField(label="标题", max_length=TITLE)
    introduction = forms.Text(label="说明", max_length=papering.WHOLE, rows=3, required=False)
    points = Written(
        written.points, label="要点", max_length=60_000, rows=10,
        help_text="一条一行，三栏用竖线或制表符分开：检查内容｜评价标准｜依据；可以从表格粘贴",
    )  # fmt: skip
    conclusions = Written(
        written.words, label="结论类型", max_length=1000, rows=4, required=False,
        help_text="检查人员只能从中选用，一种一行",
    )  # fmt: skip
    reason = OneLine(label="修订原因", max_length=500, rows=2, required=False)

    def __init__(self, *args: Any, kind: PaperKind, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is PaperKind.GUIDELINE:
            del self.fields["conclusions"]
        if first:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True

    def text(self) -> PaperText:
        """As the service takes it."""
        said = self.values()
        return PaperText(
            title=said["title"],
            introduction=said["introduction"],
            points=papering.numbered(said["points"]),
            conclusions=said.get("conclusions", ()),
            reason=said.get("reason", ""),
        )

    @staticmethod
    def filled(text: PaperText) -> dict[str, str]:
        """A text as the form shows it."""
        rows = ((point.content, point.standard, point.basis) for point in text.points)
        return {
            "title": text.title,
            "introduction": text.introduction,
            "points": written.points_text(rows),
            "conclusions": "\n".join(text.conclusions),
            "reason": text.reason,
        }


class NewPaper(PaperForm):
    """The first version of an item's paper, or the next one."""

    item = fields.ChoiceField(label="事项")
    unit = fields.ChoiceField(label="编写单位")
    field_order = ("item", "unit")

    def __init__(self, *args: Any, items: list[Choice], units: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = choose(items)  # type: ignore[attr-defined]
        self.fields["unit"].choices = units if len(units) == 1 else choose(units)  # type: ignore[attr-defined]


class Issue(forms.Confirm):
    """To whom a version is given; each owes its 已阅."""

    units = fields.MultipleChoiceField(
        label="发给下列单位签阅", widget=fields.CheckboxSelectMultiple, required=False
    )
    field_order = ("units", "typed")

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = choices  # type: ignore[attr-defined]


class PaperFilter(forms.Filter):
    """State, words."""

    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *PaperState.choices()])
    q = fields.CharField(label="事项或标题", max_length=40)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """As given."""
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if q := self.given("q"):
            rows = rows.filter(item__code__icontains=q) | rows.filter(title__icontains=q)
        return rows
