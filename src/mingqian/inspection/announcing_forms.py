"""Parsing for notices of visits, and for who takes one on."""

from django import forms

from mingqian.inspection.enums import Serving
from mingqian.inspection.forms import LONG
from mingqian.ui.forms import DateField, Form, Text


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
