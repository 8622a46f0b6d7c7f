"""Forms of guides and applications."""

from typing import Any

from django import forms as fields
from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.guides import rules
from mingqian.guides.enums import Outcome, Standing
from mingqian.guides.services.guides import TEXTS
from mingqian.ui import forms


class GuideFilter(forms.Filter):
    """Above the list of guides."""

    q = fields.CharField(label="名称或职权编码", max_length=60)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """By name or code."""
        text = self.given("q")
        return rows.filter(Q(power__name__icontains=text) | Q(power__code__icontains=text)) if text else rows


class ApplicationFilter(forms.Filter):
    """Above the register: by guide, by what became of it, by the days of a figure."""

    code = fields.CharField(label="职权编码", max_length=40)
    standing = fields.ChoiceField(label="状态", choices=[("", "全部"), *Standing.choices()])
    outcome = fields.ChoiceField(label="办理结果", choices=[("", "全部"), *Outcome.choices()])
    since = forms.DateField(label="承诺办结日自")
    until = forms.DateField(label="至")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter that is set takes away."""
        named = {"code": "guide__power__code", "standing": "standing", "outcome": "outcome",
                 "since": "due_on__gte", "until": "due_on__lte"}  # fmt: skip
        for field, column in named.items():
            if value := self.given(field):
                rows = rows.filter(**{column: value})
        return rows


class Units(forms.Form):
    """A form that offers the units in scope."""

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:  # noqa: ANN401 — as Django's
        super().__init__(*args, **kwargs)
        offered = [(unit.code, unit.name) for unit in accounts.units(by)]
        for field in self.fields.values():
            if isinstance(field, fields.ChoiceField):
                field.choices = offered if field.required else [("", "—"), *offered]


class GuideForm(Units):
    """Everything a guide says that the list of powers does not say already."""

    code = fields.CharField(label="职权编码", max_length=40)
    accepted_at = fields.ChoiceField(label="受理机关")
    decided_by = fields.ChoiceField(label="审批机构", required=False)
    duty = fields.CharField(label="职责范围", max_length=500, required=False)
    authority = fields.CharField(label="执法权限", max_length=500, required=False)
    conditions = fields.CharField(label="受理条件", max_length=1000, required=False, widget=fields.Textarea)
    days = fields.IntegerField(label="承诺办理工作日", min_value=0, max_value=rules.MOST_DAYS, initial=0)
    result = fields.CharField(label="办理结果（出具什么）", max_length=200, required=False)
    enquiries = fields.CharField(label="咨询电话", max_length=60, required=False)
    complaints = fields.CharField(label="投诉电话", max_length=60, required=False)
    place = fields.CharField(label="办理地点和时间", max_length=200, required=False)
    samples = fields.CharField(label="示范文本", max_length=300, required=False)
    promise = fields.CharField(label="服务承诺", max_length=300, required=False)
    remedy = fields.CharField(label="救济渠道", max_length=300, required=False)

    def filling(self) -> dict[str, Any]:
        """The words of ``services.guides.fill``."""
        said = self.values()
        texts = {name: said[name] for name in TEXTS}
        return {name: said[name] for name in ("code", "accepted_at", "decided_by", "days")} | {"texts": texts}


class StepsForm(forms.Form):
    """The procedure, a line a step."""

    text = fields.CharField(
        label="办理程序",
        max_length=2000,
        widget=fields.Textarea,
        help_text="一行一步：名称｜岗位｜工作日。例：受理｜窗口｜1。当场办结的写 0。",
    )


class FeeForm(forms.Form):
    """A fee, asked in yuan as people say it, kept in fen so that nobody rounds money."""

    name = fields.CharField(label="收费项目", max_length=60)
    amount = fields.DecimalField(
        label="金额（元；不收费写 0）", min_value=0, max_value=1_000_000, decimal_places=2
    )
    document = fields.CharField(label="依据（规则文件登记号）", max_length=40)
    article = fields.CharField(label="条款", max_length=100, required=False)
    since = forms.DateField(label="自何日起")

    def values(self) -> dict[str, Any]:
        """The words of ``services.guides.list_fee``."""
        said = super().values()
        return said | {"fen": int(said.pop("amount") * 100)}


class FeeEnd(forms.Confirm):
    """From which day it is abolished, by which document."""

    until = forms.DateField(label="取消日期")
    document = fields.CharField(label="取消的文件（登记号）", max_length=40)


class HandoverForm(Units):
    """Who takes applications in from a day on."""

    unit = fields.ChoiceField(label="接收单位")
    document = fields.CharField(label="下放的文件（登记号）", max_length=40)
    on = forms.DateField(label="自何日起")


class AcceptForm(Units):
    """收件."""

    unit = fields.ChoiceField(label="收件单位")
    applicant = fields.CharField(label="申请人（只留姓）", max_length=100)
    tail = fields.RegexField(label="手机尾号四位", regex=r"^[0-9]{4}\Z", max_length=4)


class CloseForm(forms.Form):
    """办结."""

    outcome = fields.ChoiceField(label="办理结果", choices=Outcome.choices())


class AskForm(forms.Form):
    """进度查询."""

    number = fields.CharField(label="办件编号", max_length=24)
    tail = fields.CharField(label="手机尾号四位", max_length=4)
