"""Parsing for the desk's pages of a visit."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from mingqian.core.machines import visit
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.ui.forms import Filter, Form, Moment, Text


class VisitFilter(Filter):
    """Which visits."""

    q = forms.CharField(label="对象、编号", max_length=60)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *visit.MACHINE.states.items()])

    def narrow(self, rows: QuerySet[Visit]) -> QuerySet[Visit]:  # type: ignore[override]
        """By words and state."""
        words, state = self.given("q"), self.given("state")
        if words:
            rows = rows.filter(approval__subject__name__icontains=words) | rows.filter(code__icontains=words)
        return rows.filter(state=state) if state else rows


class DecideForm(Form):
    """采用还是附记, with the reason."""

    apply = forms.ChoiceField(
        label="处理",
        choices=[("yes", "核对属实，予以采用"), ("no", "不采用，只作附记留存")],
        widget=forms.RadioSelect,
        help_text="采用仍须通过各项法定要求；通不过的会说明还差什么",
    )
    reason = Text(label="理由", max_length=500, rows=2)

    # Those the page showed: what arrives while it is read waits for somebody who has read it.
    actions = forms.TypedMultipleChoiceField(
        label="记录", coerce=UUID, required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: object, of: Sequence[UUID], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actions"].choices = [(str(one), "") for one in of]  # type: ignore[attr-defined]


class MakeUpForm(Form):
    """补扫企业码."""

    at = Moment(label="补扫时间")
    code = forms.CharField(
        label="企业码", max_length=300, help_text="对象企业码下面的 9 位手输码，或 MQ1 开头的整串"
    )


class LeaveForm(Form):
    """中断检查."""

    why = Text(label="原因", max_length=500, rows=2)
    again = forms.BooleanField(
        label="另日继续（保留同一审批表，开下一次入企检查）", required=False, initial=True
    )
