"""Parsing for the pages of the vault."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet

from mingqian.records import matters
from mingqian.records.enums import DeviceKind, DeviceState, DeviceStepKind, Label, Medium, Purpose, Without
from mingqian.records.models import Device, Item
from mingqian.records.selectors.items import DAY
from mingqian.ui.forms import Confirm, DateField, Filter, Form, Moment, Text

BLANK = [("", "请选择")]


class ItemFilter(Filter):
    """Which records."""

    q = forms.CharField(label="编号、名称或对象", max_length=60)
    medium = forms.ChoiceField(label="种类", choices=[("", "全部"), *Medium.choices()])
    label = forms.ChoiceField(label="标识", choices=[("", "全部"), *Label.choices()])
    late = forms.BooleanField(label="超过 24 小时才上传")

    def narrow(self, rows: QuerySet[Item]) -> QuerySet[Item]:  # type: ignore[override]
        """By words, kind, label, lateness."""
        if words := self.given("q"):
            fields = ("receipt", "name", "title", "thing", "subject")
            rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": words}) for field in fields)))
        if medium := self.given("medium"):
            rows = rows.filter(medium=medium)
        if label := self.given("label"):
            rows = rows.filter(label=label)
        if self.given("late"):
            rows = rows.filter(received_at__gt=F("captured_at") + DAY)
        return rows


class LookForm(Form):
    """查看 with a purpose."""

    purpose = forms.ChoiceField(label="目的", choices=[*BLANK, *Purpose.choices()])
    words = forms.CharField(
        label="具体事由", max_length=200, help_text="写明为什么要看，至少 4 个字；记入查看日志"
    )
    take = forms.BooleanField(
        label="带走副本", required=False, help_text="只有承办人、审核人、负责人、档案管理员可以带走"
    )


class RecallForm(Form):
    """调阅申请."""

    purpose = forms.ChoiceField(label="目的", choices=[*BLANK, *Purpose.choices()])
    words = forms.CharField(label="具体事由", max_length=300)


class RecallDecision(Form):
    """批准或不批准."""

    yes = forms.ChoiceField(label="决定", choices=[*BLANK, ("yes", "批准"), ("no", "不批准")])
    until = DateField(label="可查看至", required=False, help_text="批准的填写，60 天以内")
    remark = forms.CharField(label="意见", max_length=300, required=False, help_text="不批准的写明原因")

    def decided(self) -> dict[str, Any]:
        """As the service takes it."""
        return {**self.cleaned_data, "yes": self.cleaned_data["yes"] == "yes"}


class LabelForm(Form):
    """密级标识."""

    to = forms.ChoiceField(label="改为", choices=[*BLANK, *Label.choices(), ("secret", "涉密")])
    why = forms.CharField(label="原因", max_length=200)


class GapForm(Form):
    """中断说明."""

    words = Text(label="中断的原因", max_length=200, rows=3)


class AbsenceForm(Form):
    """未作音像记录的原因."""

    reason = forms.ChoiceField(label="原因", choices=[*BLANK, *Without.choices()])
    words = forms.CharField(label="补充说明", max_length=200, required=False)


class WhyForm(Form):
    """One reason."""

    why = forms.CharField(label="原因", max_length=300)


class DeviceForm(Form):
    """登记设备."""

    number = forms.CharField(label="编号", max_length=40, help_text="设备上贴的编号")
    kind = forms.ChoiceField(label="种类", choices=DeviceKind.choices())
    name = forms.CharField(label="型号", max_length=80)
    unit = forms.ChoiceField(label="单位")

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units

    def values(self) -> dict[str, Any]:
        """Typed as the service takes it."""
        given = super().values()
        return given | {"kind": DeviceKind(given["kind"]), "unit": int(given["unit"])}


class DeviceStepForm(Form):
    """领用、归还、报障、修复、停用."""

    step = forms.ChoiceField(
        label="办理", choices=[one for one in DeviceStepKind.choices() if one[0] != DeviceStepKind.ENROLLED]
    )
    holder = forms.CharField(label="领用人工号", max_length=32, required=False, help_text="领用时填写")
    words = forms.CharField(label="说明", max_length=200, required=False)

    def values(self) -> dict[str, Any]:
        """Typed as the service takes it."""
        given = super().values()
        return given | {"step": DeviceStepKind(given["step"])}


class HandInForm(Form):
    """从记录仪、存储卡导入."""

    matter = forms.ChoiceField(label="记录事项")
    device = forms.ChoiceField(
        label="设备", required=False, help_text="登记过的执法记录仪、照相机等；不是设备录的（如扫描件）不选"
    )
    captured_at = Moment(label="开始录制的时间")
    ended_at = Moment(label="结束录制的时间", required=False)
    file = forms.FileField(label="文件", max_length=200)

    def __init__(self, *args: Any, word: str, devices: Iterable[Device] = (), **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._offer(
            "matter",
            [
                (f"{row.stage}.{row.kind}", matters.names(row.stage, row.kind))
                for row in matters.of_things(word)
            ],
        )
        self._devices = {one.number: one for one in devices}
        named = [(one.number, f"{one.number} {one.name}（{_whose(one)}）") for one in self._devices.values()]
        self._offer("device", [("", "不选"), *named])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """The device itself, where one was chosen."""
        given = super().values()
        return given | {"device": self._devices.get(given["device"])}


def _whose(device: Device) -> str:
    return f"{device.holder.name}领用" if device.holder else DeviceState(device.state).label


class DisposalForm(Form):
    """销毁清册: which of the expired, and why."""

    why = forms.CharField(label="鉴定意见", max_length=300)


class DisposalDecision(Confirm):
    """审定销毁: typed, for it cannot be undone."""

    remark = forms.CharField(label="意见", max_length=300, required=False)
