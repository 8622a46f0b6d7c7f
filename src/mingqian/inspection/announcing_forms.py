"""Parsing for notices of visits and for what is asked of firms without going there."""

from typing import Any

from django import forms

from mingqian.inspection.enums import Mark, Serving
from mingqian.inspection.forms import LONG, ManyFiles
from mingqian.ui.forms import DateField, Form, Text

FILES = "PDF、JPG、PNG、DOCX、XLSX，每个不超过 10 MB，最多 9 个"


class NoticeForm(Form):
    """签发检查通知书."""

    announced = forms.ChoiceField(
        label="告知", choices=[("yes", "提前告知"), ("no", "不提前告知，到场出示")], widget=forms.RadioSelect
    )
    from_on = DateField(label="检查时间自")
    until_on = DateField(label="至")
    materials = Text(label="需要准备的材料", max_length=LONG, rows=4, required=False, help_text="每行一项")


class ServeNoticeForm(Form):
    """送达通知书."""

    how = forms.ChoiceField(label="送达方式", choices=Serving.choices(), widget=forms.RadioSelect)
    on = DateField(label="送达日期")
    receipt = forms.CharField(
        label="送达凭证", max_length=200, required=False, help_text="电子送达由系统记录已读，可不填"
    )


class ChallengeForm(Form):
    """申请回避, and its answer."""

    words = Text(label="哪位检查人员、什么理由", max_length=500, rows=4)


class AcceptForm(Form):
    """接受任务 or 申报回避."""

    recusal = Text(
        label="回避理由", max_length=500, rows=3, required=False, help_text="没有利害关系的留空，直接接受任务"
    )


class AnswerRecusalForm(Form):
    """答复人员的回避申报."""

    granted = forms.ChoiceField(
        label="决定", choices=[("yes", "同意回避"), ("no", "不需要回避，可以参加")], widget=forms.RadioSelect
    )
    words = Text(label="理由", max_length=500, rows=3)


class AskForm(Form):
    """书面检查、自查通知."""

    asked = Text(label="要求", max_length=LONG, rows=5, help_text="书面检查列出材料清单；自查写明期间和要求")
    due_on = DateField(label="提交期限")


class HandInForm(Form):
    """The firm's answer."""

    words = Text(label="情况说明", max_length=LONG, rows=4)
    material = ManyFiles(label="材料", required=False, help_text=FILES)
    truthful = forms.BooleanField(label="我单位承诺所提交的内容真实、完整", required=False)

    def __init__(self, *args: Any, points: list[dict[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            self.fields[f"point_{point['key']}"] = forms.ChoiceField(
                label=f"{point['key']}. {point['text']}", choices=Mark.choices(), widget=forms.RadioSelect,
                error_messages={"required": "请逐项填写"},
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """Point → mark."""
        said = self.values()
        return {point["key"]: said[f"point_{point['key']}"] for point in self.points}


class CaptureForm(Form):
    """网络核查."""

    source = forms.CharField(label="网址、平台或数据来源", max_length=500)
    words = Text(label="核查情况", max_length=LONG, rows=4)
    material = ManyFiles(label="截图、数据文件", required=False, help_text=FILES)


class ReturnForm(Form):
    """退回补正."""

    reason = Text(label="需要补正的内容", max_length=LONG, rows=4)
