"""Parsing for the pages of inspection. What may be done, the services say; here only what was typed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet

from mingqian.core.machines import inspection
from mingqian.inspection import files, outcomes
from mingqian.inspection.enums import (
    FollowUpKind,
    Mark,
    Medium,
    OnSiteReason,
    RevisitResult,
    Signed,
    Withhold,
)
from mingqian.inspection.models import Task, TeamSeat
from mingqian.inspection.selectors import lenses
from mingqian.inspection.types import Check, Revisit, Upload
from mingqian.ui.forms import Confirm, DateField, Filter, Form, Text
from mingqian.ui.words import day

LONG = 2_000
ANY = [("", "全部")]
_COLUMNS = (
    ("state", "state"), ("outcome", "outcome"), ("batch", "batch__code"), ("item", "item__item__code"),
    ("follow", "follow_ups__kind"),
)  # fmt: skip


class TaskFilter(Filter):
    """Which tasks."""

    q = forms.CharField(label="对象、事项、编号", max_length=60)
    state = forms.ChoiceField(label="状态", choices=[*ANY, *inspection.MACHINE.states.items()])
    outcome = forms.ChoiceField(label="结果", choices=[])
    batch = forms.CharField(label="批次", max_length=32)
    lens = forms.ChoiceField(label="口径", choices=[])
    # Set by the numbers of a report, whose rows these are.
    item = forms.CharField(label="事项编号", max_length=32, widget=forms.HiddenInput)
    follow = forms.ChoiceField(
        label="后续措施", choices=[*ANY, *FollowUpKind.choices()], widget=forms.HiddenInput
    )
    point = forms.CharField(label="不符合的检查要点", max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 — as Django's
        super().__init__(*args, **kwargs)
        table = outcomes.table().values()
        self.fields["outcome"].choices = [*ANY, *((one.code, one.name) for one in table)]  # type: ignore[attr-defined]
        named = [(name, lens.label) for name, lens in lenses.ALL.items()]
        self.fields["lens"].choices = [*ANY, *named]  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Task]) -> QuerySet[Task]:  # type: ignore[override]
        """By words, state, result and batch."""
        words = self.given("q")
        if words:
            rows = rows.filter(
                Q(subject_name__icontains=words)
                | Q(item_name__icontains=words)
                | Q(code__icontains=words)
                | Q(subject__number__icontains=words)
            )
        for name, column in _COLUMNS:
            value = self.given(name)
            if value:
                rows = rows.filter(**{column: value})
        if point := self.given("point"):
            rows = lenses.failing(rows, batch=self.given("batch") or "", point=point)
        return lenses.narrow(rows, self.given("lens") or "")


class ManyFiles(forms.FileField):
    """Several files at once."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(widget=_ManyFilesInput(attrs={"multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:  # noqa: ANN401
        """Only the number and the sizes are looked at here; what a file is, its content says."""
        given = data if isinstance(data, list) else [data] if data else []
        if len(given) > files.MOST:
            raise forms.ValidationError(f"一次最多提交 {files.MOST} 个文件，现在有 {len(given)} 个")
        return [self._read(one) for one in given]

    def _read(self, one: "UploadedFile[Any]") -> Upload:
        if (one.size or 0) > files.LARGEST:
            raise forms.ValidationError(f"“{files.safe_name(one.name or '')}”超过 10 MB")
        return Upload(one.name or "", one.read())


class _ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


def _people(seats: Sequence[TeamSeat], credential: str) -> list[tuple[str, str]]:
    """Who may be ticked as present, by certificate."""
    found = []
    for seat in seats:
        paper = next((p for p in seat.inspector.credentials.all() if p.inspector_class == credential), None)
        number = paper.certificate_no if paper and paper.certificate_no else seat.inspector.code
        until = f"，有效至{day(paper.valid_until)}" if paper and paper.valid_until else ""
        role = "组长" if seat.captain else "队员"
        found.append((number, f"{seat.inspector.name}（{role}，证件{number}{until}）"))
    return found


class CheckForm(Form):
    """检查表: every point is 「符合」 until somebody says otherwise; one tap a point."""

    on = DateField(label="检查日期")
    certificates = forms.MultipleChoiceField(
        label="到场并出示证件的检查人员", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        points: Sequence[dict[str, str]],
        conclusions: Sequence[str],
        seats: Sequence[TeamSeat],
        task: Task,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        self.fields["certificates"].choices = _people(seats, task.credential)  # type: ignore[attr-defined]
        if task.method != "on_site":
            self.fields["certificates"].label = "办理这次检查的检查人员"
            if not seats:
                del self.fields["certificates"]
        for point in points:
            self.fields[_key(point["key"])] = forms.ChoiceField(
                label=f"{point['key']}. {point['text']}", choices=Mark.choices(), initial=Mark.OK.value,
                widget=forms.RadioSelect, help_text=_standard(point),
            )  # fmt: skip
        self.fields.update(_closing(conclusions, on_site=task.method == "on_site"))
        for field in self.fields.values():
            field.error_messages.setdefault("required", "请填写这一项")

    def check(self) -> Check:
        """As the service takes it."""
        said = self.values()
        return Check(
            on=said["on"],
            outcome=said["outcome"],
            certificates=tuple(said.get("certificates", ())),
            answers={point["key"]: said[_key(point["key"])] for point in self.points},
            problems=said["problems"],
            statement=said["statement"] or "无",
            signed=said["signed"],
            refusal=said["refusal"],
            guidance=said["guidance"],
        )


def _standard(point: dict[str, str]) -> str:
    """评价标准 and its basis, under the point it judges."""
    parts = (point.get("standard", ""), f"依据：{point['clause']}" if point.get("clause") else "")
    return "。".join(part.rstrip("。") for part in parts if part)


def _key(key: str) -> str:
    return f"point_{key}"


def _closing(conclusions: Sequence[str], *, on_site: bool) -> dict[str, forms.Field]:
    signed = [one for one in Signed.choices() if not on_site or one[0] != Signed.NOT_NEEDED]
    return {
        "outcome": forms.ChoiceField(
            label="检查结果", choices=outcomes.choices(conclusions), widget=forms.RadioSelect,
            error_messages={"required": "请选择检查结果"},
        ),
        "problems": Text(label="发现的问题", max_length=LONG, required=False, help_text="没有问题的不填"),
        "statement": Text(label="对象陈述", max_length=LONG, rows=2, required=False, help_text="没有的留空，记为“无”"),
        "signed": forms.ChoiceField(
            label="签字", choices=signed, widget=forms.RadioSelect,
            initial=Signed.SIGNED.value if on_site else Signed.NOT_NEEDED.value,
        ),
        "refusal": forms.CharField(label="拒签情况", max_length=300, required=False),
        "guidance": Text(label="行政指导", max_length=LONG, rows=2, required=False),
    }  # fmt: skip


class ApprovalForm(Form):
    """行政检查审批表."""

    on = DateField(label="计划检查日期")
    grounds = Text(label="检查事由", max_length=LONG, rows=3)
    on_site_reason = forms.ChoiceField(
        label="为什么要到现场", choices=OnSiteReason.choices(), widget=forms.RadioSelect,
        help_text="能书面核查、信息共享、智慧监管的不入企",
    )  # fmt: skip


class GoFirstForm(Confirm):
    """紧急先行检查: why it cannot wait for the head's answer."""

    reason = Text(label="紧急情况", max_length=300, rows=3, help_text="发生了什么，为什么来不及先报批")

    field_order = ("reason", "typed")


class DecideForm(Form):
    """The head's answer."""

    approve = forms.ChoiceField(
        label="意见", choices=[("yes", "批准"), ("no", "不批准")], widget=forms.RadioSelect
    )
    remark = Text(label="意见说明", max_length=LONG, rows=2, required=False, help_text="不批准须写明理由")


class ServeForm(Form):
    """送达."""

    on = DateField(label="送达日期")
    medium = forms.ChoiceField(label="送达方式", choices=[], widget=forms.RadioSelect)
    receipt = forms.CharField(label="送达凭证", max_length=200, help_text="送达回证编号、签收人")

    def __init__(self, *args: Any, media: Iterable[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        offered = [(one, Medium(one).label) for one in media if one in set(Medium)]
        self.fields["medium"].choices = offered  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.fields["medium"].initial = offered[0][0]


class DefenceForm(Form):
    """陈述申辩 with material."""

    text = Text(label="陈述申辩", max_length=LONG, rows=6)
    material = ManyFiles(
        label="证明材料", required=False, help_text="PDF、JPG、PNG、DOCX、XLSX，每个不超过 10 MB，最多 9 个"
    )


class WordsForm(Form):
    """One text, whatever it is called."""

    words = Text(label="理由", max_length=LONG, rows=4)

    def __init__(self, *args: Any, label: str = "理由", hint: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


class AnswerForm(Form):
    """复核意见."""

    text = Text(label="答复", max_length=LONG, rows=5, help_text="逐条说明采纳或不采纳的理由")
    outcome = forms.ChoiceField(label="复核后的结果", choices=[], required=False)
    problems = Text(label="复核后的问题", max_length=LONG, rows=3, required=False, help_text="结果改变时填写")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", "结果不变"), *outcomes.choices()]  # type: ignore[attr-defined]


class OrderForm(Form):
    """责令限期改正."""

    text = Text(label="责令改正的内容", max_length=LONG, rows=4)
    due_on = DateField(label="整改期限")


class ExtendForm(Form):
    """A new date, with words."""

    due_on = DateField(label="新的整改期限")
    words = Text(label="理由", max_length=LONG, rows=3)


class RevisitForm(Form):
    """整改回访."""

    on = DateField(label="回访日期")
    certificates = forms.MultipleChoiceField(
        label="参加回访的检查人员", required=False, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(label="回访结论", choices=RevisitResult.choices(), widget=forms.RadioSelect)
    words = Text(label="回访情况", max_length=LONG, rows=4)

    def __init__(self, *args: Any, seats: Sequence[TeamSeat], task: Task, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["certificates"].choices = _people(seats, task.credential)  # type: ignore[attr-defined]

    def revisit(self) -> Revisit:
        """As the service takes it."""
        said = self.values()
        return Revisit(said["on"], said["result"], said["words"], tuple(said["certificates"]))


class WithholdForm(Form):
    """决定不公示."""

    code = forms.ChoiceField(label="理由类别", choices=Withhold.choices())
    reason = Text(label="理由", max_length=LONG, rows=3)


class EndForm(Form):
    """检查结束."""

    on = DateField(label="检查结束日期", help_text="公示期限自该日起算")


class EndWaitingForm(Confirm):
    """撤销未检查的任务: one ground for all of them, and the typed words."""

    words = Text(label="撤销理由", max_length=500, rows=3, help_text="照作废决定填写，写在每一项任务上")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, phrase="撤销任务", **kwargs)
        self.order_fields(("words", "typed"))
