"""Parsing for checks for which nobody enters: what is asked, handed in, gone through, or had already."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from mingqian.inspection.enums import LineState, Mark
from mingqian.inspection.forms import ANY, LONG, ManyFiles
from mingqian.inspection.models import OffsiteLine, Task
from mingqian.inspection.selectors.offsite import STAGES
from mingqian.inspection.selectors.offsite import stage as staged
from mingqian.ui.forms import DateField, Filter, Form, Text

FILES = "PDF、JPG、PNG、DOCX、XLSX，每个不超过 10 MB，最多 9 个"


class AskForm(Form):
    """书面检查、自查通知."""

    asked = Text(
        label="要求", max_length=LONG, rows=5, help_text="书面检查每行写一项材料；自查写明期间和要求"
    )
    due_on = DateField(label="提交期限")


class HandInForm(Form):
    """The firm's answer: points of a self-check, or the lines of the list that are asked for."""

    words = Text(label="情况说明", max_length=LONG, rows=4)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 — as Django's
        points: Sequence[Mapping[str, str]],
        lines: Sequence[OffsiteLine] = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.points, self.lines = points, lines
        for point in points:
            self.fields[f"point_{point['key']}"] = forms.ChoiceField(
                label=f"{point['key']}. {point['text']}", choices=Mark.choices(), widget=forms.RadioSelect,
                error_messages={"required": "请逐项填写"},
            )  # fmt: skip
        for line in lines:
            self.fields[f"line_{line.number}"] = ManyFiles(
                label=f"{line.number}. {line.text}", required=False,
                help_text=f"需补正：{line.words}" if line.words else FILES,
            )  # fmt: skip
            self.fields[f"lacking_{line.number}"] = forms.CharField(
                label=f"第{line.number}项没有的，写明原因", max_length=300, required=False
            )
        if not lines:
            self.fields["material"] = ManyFiles(label="材料", required=False, help_text=FILES)
        self.fields["truthful"] = forms.BooleanField(label="我单位承诺所提交的内容真实、完整", required=False)

    def handed(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.values()
        return {
            "answers": {point["key"]: said[f"point_{point['key']}"] for point in self.points},
            "words": said["words"],
            "truthful": said["truthful"],
            "uploads": said.get("material") or [],
            "lines": {line.number: said[f"line_{line.number}"] for line in self.lines},
            "lacking": {line.number: said[f"lacking_{line.number}"] for line in self.lines},
        }


class CaptureForm(Form):
    """网络核查."""

    source = forms.CharField(label="网址、平台或数据来源", max_length=500)
    words = Text(label="核查情况", max_length=LONG, rows=4)
    material = ManyFiles(label="截图、数据文件", required=False, help_text=FILES)


class HoldForm(Form):
    """登记本机关已有材料."""

    source = forms.CharField(
        label="材料在哪里", max_length=500, help_text="系统名称、档案号或归档编号，如“集体合同审查档案2026年”"
    )
    words = Text(label="查阅情况", max_length=LONG, rows=3, help_text="查阅了什么、看到什么")
    material = ManyFiles(label="复制件", required=False, help_text=f"可以不附。{FILES}")

    def held(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.values()
        return {"source": said["source"], "words": said["words"], "uploads": said["material"] or []}


class ReturnForm(Form):
    """退回补正."""

    reason = Text(label="需要补正的内容", max_length=LONG, rows=4)
    due_on = DateField(label="补正期限", required=False, help_text="不填的，仍按原期限")


class ReviewForm(Form):
    """逐项审核: one answer a document."""

    def __init__(self, *args: Any, lines: Sequence[OffsiteLine], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.lines = lines
        answers = [(one.value, one.label) for one in (LineState.GOOD, LineState.MISSING, LineState.NONE)]
        for line in lines:
            self.fields[f"mark_{line.number}"] = forms.ChoiceField(
                label=f"{line.number}. {line.text}", choices=answers, widget=forms.RadioSelect,
                help_text="、".join(one.name for one in line.files.all()) or f"未附材料：{line.words}",
                error_messages={"required": "请逐项审核"},
            )  # fmt: skip
            self.fields[f"words_{line.number}"] = forms.CharField(
                label=f"第{line.number}项需补正的，写明缺什么", max_length=300, required=False
            )
        self.fields["due_on"] = DateField(
            label="补正期限", required=False, help_text="有需补正的填写；不填的，仍按原期限"
        )

    def marks(self) -> dict[int, tuple[str, str]]:
        """Number of a line → its state and words."""
        said = self.values()
        return {
            line.number: (said[f"mark_{line.number}"], said[f"words_{line.number}"]) for line in self.lines
        }


class MaterialFilter(Filter):
    """Which firms of a batch: by how far their material is."""

    q = forms.CharField(label="对象、编号", max_length=60)
    stage = forms.ChoiceField(label="材料", choices=[*ANY, *STAGES.items()])
    item = forms.CharField(label="事项编号", max_length=32)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.today = today

    def narrow(self, rows: QuerySet[Task]) -> QuerySet[Task]:  # type: ignore[override]
        """By words, item and stage."""
        if words := self.given("q"):
            rows = rows.filter(Q(subject_name__icontains=words) | Q(code__icontains=words))
        if item := self.given("item"):
            rows = rows.filter(item__item__code=item)
        return staged(rows, self.given("stage") or "", self.today)
