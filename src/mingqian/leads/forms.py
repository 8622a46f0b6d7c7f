"""Parsing for the pages of leads. What may be done, the services say; here only what was typed."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from mingqian.core.machines import lead as machine
from mingqian.leads.enums import FROM_PEOPLE, Channel, LeadKind, PartyKind, Purpose
from mingqian.leads.models import Lead
from mingqian.leads.selectors.leads import unanswered
from mingqian.leads.types import Informant, Told
from mingqian.ui.forms import DateField, Filter, Form, Text

LONG = 2_000
ANY = [("", "全部")]


class LeadFilter(Filter):
    """Which leads. There is no field for who told it, and no search reads it."""

    q = forms.CharField(label="单位、编号、摘要", max_length=60)
    state = forms.ChoiceField(label="状态", choices=[*ANY, *machine.MACHINE.states.items()])
    kind = forms.ChoiceField(label="种类", choices=[*ANY, *LeadKind.choices()])
    receipt = forms.ChoiceField(label="转送、移送", choices=[*ANY, ("none", "尚无回执")])

    def narrow(self, rows: QuerySet[Lead]) -> QuerySet[Lead]:  # type: ignore[override]
        """By words, state, kind, and whether the other side has answered."""
        words = self.given("q")
        if words:
            rows = rows.filter(
                Q(about__icontains=words) | Q(code__icontains=words) | Q(summary__icontains=words)
            )
        for name in ("state", "kind"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        return rows.filter(unanswered()) if self.given("receipt") else rows


class PublicForm(Form):
    """投诉举报, by anybody. Nothing about the informant is asked for but what an answer needs."""

    kind = forms.ChoiceField(
        label="您要",
        choices=[(one.value, one.label) for one in FROM_PEOPLE[:2]],
        widget=forms.RadioSelect,
        initial="complaint",
    )
    about = forms.CharField(label="反映的单位名称", max_length=200)
    place = forms.CharField(label="地点", max_length=200, required=False)
    happened_on = DateField(label="发生日期", required=False)
    people = forms.IntegerField(label="涉及人数", min_value=1, max_value=100_000, initial=1)
    matter = Text(
        label="反映的事情",
        max_length=LONG,
        rows=6,
        help_text="写明时间、事实、金额。不要在这里写您自己的姓名和电话",
    )
    name = forms.CharField(
        label="您的姓名",
        max_length=60,
        required=False,
        help_text="投诉须填，举报可以不填；加密保存，检查人员看不到",
    )
    phone = forms.CharField(
        label="您的手机", max_length=20, required=False, help_text="用来反馈；查询进度时只需尾号四位"
    )
    contact = forms.CharField(label="其他联系方式", max_length=200, required=False)

    def told(self) -> Told:
        """As the service takes it."""
        said = self.values()
        return Told(
            kind=said["kind"], channel=Channel.PORTAL.value, about=said["about"], matter=said["matter"],
            place=said["place"], happened_on=said["happened_on"], people=said["people"],
        )  # fmt: skip

    def informant(self) -> Informant:
        """To be sealed."""
        said = self.values()
        return Informant(said["name"], said["phone"], said["contact"])


class IntakeForm(Form):
    """登记线索 at the desk."""

    kind = forms.ChoiceField(label="种类", choices=LeadKind.choices())
    channel = forms.ChoiceField(
        label="渠道", choices=[one for one in Channel.choices() if one[0] != Channel.PORTAL]
    )
    unit = forms.ChoiceField(label="承办单位", choices=[])
    about = forms.CharField(label="反映的单位名称", max_length=200)
    place = forms.CharField(label="地点", max_length=200, required=False)
    happened_on = DateField(label="发生日期", required=False)
    people = forms.IntegerField(label="涉及人数", min_value=1, max_value=100_000, initial=1)
    matter = Text(label="反映的事情", max_length=LONG, rows=5, help_text="不写举报人；举报人填在下面")
    sender = forms.CharField(label="交办单位", max_length=100, required=False, help_text="转办交办的必填")
    sender_number = forms.CharField(label="交办文号", max_length=60, required=False)
    name = forms.CharField(
        label="举报人姓名", max_length=60, required=False, help_text="加密保存，查看须写明用途并留痕"
    )
    phone = forms.CharField(label="举报人电话", max_length=20, required=False)
    contact = forms.CharField(label="其他联系方式", max_length=200, required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def told(self) -> Told:
        """As the service takes it."""
        said = self.values()
        kept = (
            "kind",
            "channel",
            "about",
            "matter",
            "place",
            "happened_on",
            "sender",
            "sender_number",
            "people",
        )
        return Told(**{name: said[name] for name in kept})

    def informant(self) -> Informant:
        """To be sealed."""
        said = self.values()
        return Informant(said["name"], said["phone"], said["contact"])


class SubjectSearch(Filter):
    """Looking for whom a lead concerns."""

    q = forms.CharField(label="名称、拼音首字母或代码", max_length=60)


class OutsideForm(Form):
    """名录库里没有的对象."""

    kind = forms.ChoiceField(label="对象是", choices=PartyKind.choices(), widget=forms.RadioSelect)
    name = forms.CharField(label="名称或姓名", max_length=200)
    known = Text(
        label="已知情况",
        max_length=LONG,
        rows=3,
        help_text="在哪里、做什么、负责人怎么称呼、怎样找到；不要写举报人",
    )


class AcceptForm(Form):
    """受理."""

    summary = Text(
        label="交办摘要",
        max_length=LONG,
        rows=4,
        help_text="检查组只看到这一段：写要核查什么，不写举报人和可以猜出举报人的细节",
    )
    reason = forms.CharField(label="受理意见", max_length=300, required=False)


class ReasonForm(Form):
    """One text, whatever it is called."""

    words = Text(label="理由", max_length=LONG, rows=4)

    def __init__(self, *args: Any, label: str = "理由", hint: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


class SendForm(Form):
    """转送."""

    to = forms.CharField(label="接收部门", max_length=100)
    reason = Text(label="理由", max_length=LONG, rows=3)


class ReceiptForm(Form):
    """回执."""

    accepted = forms.ChoiceField(
        label="对方", choices=[("yes", "签收"), ("no", "不接收，退回")], widget=forms.RadioSelect
    )
    words = forms.CharField(label="回执文号、签收人或退回理由", max_length=300)
    on = DateField(label="回执日期")


class CrimeForm(Form):
    """提出涉嫌犯罪移送."""

    charge = forms.CharField(label="涉嫌罪名", max_length=100)
    force = forms.CharField(
        label="专案组人员",
        max_length=200,
        help_text="姓名或工号，两名以上，用顿号或逗号隔开；他们的待办里会有这件事",
    )

    def codes(self) -> list[str]:
        """As typed, apart."""
        text = str(self.values()["force"])
        for mark in "，、;； ":
            text = text.replace(mark, ",")
        return [one.strip() for one in text.split(",") if one.strip()]


class DecideForm(Form):
    """批准移送 or not."""

    approve = forms.ChoiceField(
        label="决定", choices=[("yes", "批准移送"), ("no", "不移送")], widget=forms.RadioSelect
    )
    words = Text(label="理由", max_length=LONG, rows=3, required=False, help_text="不移送的必须写明")


class PoliceForm(Form):
    """移送公安机关."""

    police = forms.CharField(label="接收的公安机关", max_length=100)
    receipt = forms.CharField(label="回执文号、签收人", max_length=200)


class PoliceAnswerForm(Form):
    """公安机关的决定."""

    received = forms.ChoiceField(
        label="公安机关", choices=[("yes", "立案"), ("no", "不立案，退回")], widget=forms.RadioSelect
    )
    words = Text(label="决定的文号和内容", max_length=LONG, rows=3)


class UnsealForm(Form):
    """查看举报人信息."""

    purpose = forms.ChoiceField(label="目的", choices=Purpose.choices())
    words = Text(label="用途说明", max_length=500, rows=3)


class AskForm(Form):
    """查询进度."""

    code = forms.CharField(label="编号", max_length=24)
    word = forms.CharField(label="手机尾号四位，或查询码", max_length=12)
