"""What people fill in about publication."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from mingqian.core.identifiers import read_uscc
from mingqian.publicity.enums import AUTOMATIC, Channel, KeepBackGround, NoticeKind, WithdrawGround
from mingqian.ui.forms import Confirm, DateField, Filter, Form, Text

WRITTEN = (NoticeKind.STATISTICS, NoticeKind.DUTIES)
"""Kinds that are written here; the others are taken from where they come from."""


class LotForm(Form):
    """A firm looks for itself in a draw."""

    number = forms.CharField(label="统一社会信用代码", max_length=18, min_length=18)
    salt = forms.CharField(
        label="本单位的盐（密封名录，检查时书面告知）", max_length=64, required=False, strip=True
    )

    def clean_number(self) -> str:
        """A code that cannot be right is said at once."""
        reading = read_uscc(self.cleaned_data["number"])
        if not reading.ok:
            raise ValidationError(reading.message)
        return str(reading.value)

    def clean_salt(self) -> str:
        """64 hexadecimal characters, or nothing."""
        salt = str(self.cleaned_data["salt"]).lower()
        if salt and (len(salt) != 64 or set(salt) - set("0123456789abcdef")):
            raise ValidationError("盐是 64 位十六进制字符")
        return salt


class FindForm(Form):
    """查企业, 验真伪."""

    q = forms.CharField(
        label="企业名称、统一社会信用代码、公示编号、抽取编号、执法证号或亮证码", max_length=60, min_length=2
    )


class DoubtForm(Form):
    """有疑问: about the people at the door. Nobody is asked for a name."""

    code = forms.CharField(
        label="对方出示的号码", max_length=60, required=False, help_text="亮证码、任务码或者证件号"
    )
    kind = forms.ChoiceField(
        label="反映的内容", choices=[("identity", "身份有疑问"), ("conduct", "检查行为不当")], widget=forms.RadioSelect,
        initial="identity",
    )  # fmt: skip
    text = Text(label="情况", max_length=2_000, rows=6, help_text="时间、地点、经过；只有纪检监察人员能看到")
    contact = forms.CharField(label="联系方式", max_length=100, required=False, help_text="可以不填")


class QueueFilter(Filter):
    """The disclosure queue."""

    kind = forms.ChoiceField(label="类别", choices=[("", "全部"), *NoticeKind.choices()])
    state = forms.ChoiceField(
        label="状态",
        choices=[
            ("", "在办"), ("draft", "待审核"), ("reviewed", "待发布"), ("overdue", "已超期"), ("released", "已公示"),
            ("withdrawn", "已撤下"), ("kept_back", "不公开"), ("all", "全部"),
        ],
    )  # fmt: skip
    q = forms.CharField(label="标题或编号", max_length=60)


class NoteForm(Form):
    """A review with a word."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(label="审核意见", max_length=300, required=False)


class RedactForm(Form):
    """Which place to block and why."""

    where = forms.ChoiceField(label="遮盖位置", choices=[])
    reason = forms.CharField(label="理由", max_length=100)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["where"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "请选择"), *places]


class ReasonForm(Form):
    """A reason."""

    reason = Text(label="理由", max_length=300, rows=2)


class ReleaseForm(Confirm):
    """The publisher types the code of the notice and sees what becomes public."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class WithdrawForm(Confirm):
    """Ground, public reason, and the day of the overturning."""

    ground = forms.ChoiceField(label="撤下理由", choices=WithdrawGround.choices())
    reason = Text(label="公开说明（显示在原位置）", max_length=500, rows=3)
    overturned_on = DateField(label="决定被推翻的日期", required=False)
    field_order = ("ground", "reason", "overturned_on", "typed")


class KeepBackForm(Form):
    """Not to publish: why, in words, and when to look again."""

    ground = forms.ChoiceField(label="不公开理由", choices=[(g.value, g.label) for g in KeepBackGround])
    reason = Text(label="具体说明", max_length=500, rows=3)
    review_on = DateField(label="复核日期")


class DecideForm(Form):
    """The leader's answer."""

    approve = forms.ChoiceField(
        label="决定", choices=[("yes", "同意不公开"), ("no", "不同意，应当公开")], widget=forms.RadioSelect
    )
    remark = forms.CharField(label="意见", max_length=300, required=False)


class ConfirmListForm(Form):
    """The justice bureau's paper."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    document_no = forms.CharField(label="确认文号", max_length=100)
    confirmed_on = DateField(label="确认日期")


class ReceiptForm(Form):
    """Where it hangs or which address it has."""

    channel = forms.ChoiceField(
        label="渠道", choices=[(c.value, c.label) for c in Channel if c not in AUTOMATIC]
    )
    place = forms.CharField(label="网址或张贴地点", max_length=300)
    evidence = forms.CharField(label="凭据（截图编号、照片编号）", max_length=300, required=False)
    posted_at = forms.DateTimeField(
        label="发布或张贴时间",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    @staticmethod
    def start(now: Any) -> dict[str, str]:  # noqa: ANN401  # an aware datetime
        """The form opens with the present minute."""
        return {"posted_at": f"{localtime(now) - timedelta(minutes=1):%Y-%m-%dT%H:%M}"}


class WriteForm(Form):
    """A notice written by hand: paragraphs, and a table pasted from a sheet."""

    kind = forms.ChoiceField(label="类别", choices=[(k.value, k.label) for k in WRITTEN])
    title = forms.CharField(label="标题", max_length=200)
    lead = forms.CharField(label="摘要", max_length=300, required=False)
    clause = forms.CharField(label="依据", max_length=200, required=False)
    text = Text(label="正文（每行一段）", max_length=20_000, rows=8)
    table = Text(
        label="表格（从电子表格粘贴，第一行是栏目）", max_length=60_000, rows=6, required=False, pasted=True
    )
    started_on = DateField(label="起算日期", required=False)


class EditForm(Form):
    """A draft written by hand, once more."""

    title = forms.CharField(label="标题", max_length=200)
    lead = forms.CharField(label="摘要", max_length=300, required=False)
    clause = forms.CharField(label="依据", max_length=200, required=False)
    text = Text(label="正文（每行一段）", max_length=20_000, rows=8, required=False)
    table = Text(label="表格", max_length=60_000, rows=6, required=False, pasted=True)


class RewriteForm(EditForm):
    """The correction of one."""

    reason = Text(label="更正理由", max_length=300, rows=2)


class TakeForm(Form):
    """Which candidate of the queue; the page fills it in."""

    kind = forms.ChoiceField(choices=NoticeKind.choices())
    thing = forms.CharField(max_length=120)
