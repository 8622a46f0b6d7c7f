"""Parsing for the pages of what comes after the visit: follow-ups, guidance, reports, sheets, words about inspectors."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from mingqian.core.machines import delivery
from mingqian.inspection.enums import (
    ConductKind,
    CreditKind,
    CreditState,
    FollowUpKind,
    GuidanceWay,
    ImprovementKind,
)
from mingqian.inspection.forms import ANY, LONG, ManyFiles
from mingqian.inspection.models import CreditSignal, Delivery
from mingqian.inspection.selectors.improvements import General
from mingqian.inspection.types import Upload
from mingqian.ui.forms import DateField, Filter, Form, Text


class SignalFilter(Filter):
    """Which signals for the credit file."""

    q = forms.CharField(label="对象、事项、任务", max_length=60)
    kind = forms.ChoiceField(label="种类", choices=[*ANY, *CreditKind.choices()])
    state = forms.ChoiceField(label="状态", choices=[*ANY, *CreditState.choices()])
    batch = forms.CharField(label="批次", max_length=32)

    def narrow(self, rows: QuerySet[CreditSignal]) -> QuerySet[CreditSignal]:  # type: ignore[override]
        """By words, kind, state and batch."""
        if words := self.given("q"):
            named = Q(task__subject_name__icontains=words) | Q(task__item_name__icontains=words)
            rows = rows.filter(named | Q(task__code__icontains=words) | Q(subject__number__icontains=words))
        for name, column in (("kind", "kind"), ("state", "state"), ("batch", "task__batch__code")):
            if value := self.given(name):
                rows = rows.filter(**{column: value})
        return rows


class DeliveryFilter(Filter):
    """Which sheets."""

    state = forms.ChoiceField(label="状态", choices=[*ANY, *delivery.MACHINE.states.items()])
    batch = forms.CharField(label="批次", max_length=32)

    def narrow(self, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:  # type: ignore[override]
        """By state and batch."""
        for name, column in (("state", "state"), ("batch", "batch__code")):
            if value := self.given(name):
                rows = rows.filter(**{column: value})
        return rows


class FollowForm(Form):
    """选择后续措施, from those the result offers."""

    kind = forms.ChoiceField(label="措施", choices=[], widget=forms.RadioSelect)
    reason = Text(label="理由", max_length=LONG, rows=3)
    due_on = DateField(label="办理期限")

    def __init__(self, *args: Any, offered: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        named = [(one, FollowUpKind(one).label) for one in offered]
        self.fields["kind"].choices = named  # type: ignore[attr-defined]


class FinishForm(Form):
    """办结后续措施."""

    on = DateField(label="办结日期")
    outcome = Text(label="办理结果", max_length=LONG, rows=4)


class ImprovementForm(Form):
    """改进措施 for one of the general problems of a batch."""

    problem = forms.ChoiceField(label="普遍性问题", choices=[])
    kind = forms.ChoiceField(label="改进方式", choices=ImprovementKind.choices(), widget=forms.RadioSelect)
    words = Text(label="改什么", max_length=LONG, rows=3)
    owner = forms.CharField(label="责任人编号", max_length=40)
    due_on = DateField(label="完成期限")

    def __init__(self, *args: Any, general: Sequence[General], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        named = [(one.key, f"{one.problem}（{one.firms}户）") for one in general]
        self.fields["problem"].choices = named  # type: ignore[attr-defined]

    def plan(self) -> dict[str, Any]:
        """The words of ``services.improvements.plan``."""
        said = dict(self.values())
        item, _, point = said.pop("problem").partition("|")
        return {**said, "item": item, "point": point}


class GuidanceForm(Form):
    """行政指导."""

    subject = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(label="方式", choices=GuidanceWay.choices(), widget=forms.RadioSelect)
    on = DateField(label="指导日期")
    words = Text(label="指导内容", max_length=LONG, rows=6)
    first = forms.BooleanField(label="新许可主体，首次检查前", required=False)


class UncheckedForm(Form):
    """Why a new licensee was not checked in time."""

    reason = Text(label="未按期检查的原因", max_length=400, rows=3)


class ReportForm(Form):
    """The words of a report; its numbers are counted."""

    situation = Text(label="检查开展情况", max_length=8_000, rows=8)
    analysis = Text(label="存在的普遍性问题", max_length=8_000, rows=6, required=False)
    measures = Text(label="处理情况和工作建议", max_length=8_000, rows=6, required=False)


class SendReportForm(Form):
    """报送."""

    to = forms.CharField(label="报送单位", max_length=200, help_text="如：局领导、上级主管部门")
    on = DateField(label="报送日期")


class ConductForm(Form):
    """反映检查人员, with or without a name."""

    kind = forms.ChoiceField(label="反映的内容", choices=ConductKind.choices(), widget=forms.RadioSelect)
    text = Text(label="情况", max_length=LONG, rows=6, help_text="时间、地点、经过；只有纪检监察人员能看到")
    contact = forms.CharField(label="联系方式", max_length=100, required=False, help_text="可以不填")
    anonymous = forms.BooleanField(label="匿名反映，不留下我的账号", required=False)


class ReplyForm(Form):
    """答复."""

    text = Text(label="调查情况和处理结果", max_length=LONG, rows=6, help_text="反映人凭查询码可以看到")


class PicturesForm(Form):
    """What the firm has put right, with pictures of the same places before and after."""

    text = Text(label="整改情况", max_length=LONG, rows=6)
    before = ManyFiles(label="整改前照片", required=False, help_text="JPG、PNG，按部位顺序选择")
    after = ManyFiles(label="整改后照片", required=False, help_text="与整改前照片一一对应，两张一组")
    material = ManyFiles(
        label="其他材料", required=False, help_text="PDF、JPG、PNG、DOCX、XLSX，每个不超过 10 MB"
    )

    def clean(self) -> dict[str, Any]:
        """Two of a pair: as many before as after."""
        said = super().clean() or self.cleaned_data
        before, after = said.get("before") or [], said.get("after") or []
        if len(before) != len(after):
            words = f"整改前照片{len(before)}张、整改后照片{len(after)}张，须两张一组，一一对应"
            raise ValidationError(words)
        return said

    def uploads(self) -> list[Upload]:
        """Everything handed in, each picture with its phase."""
        said = self.values()
        phased = [
            Upload(one.name, one.content, phase)
            for pair in zip(said["before"], said["after"], strict=True)
            for one, phase in zip(pair, ("before", "after"), strict=True)
        ]
        return [*phased, *said["material"]]
