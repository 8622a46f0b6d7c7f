"""The annual plan: a new one, its lines, what it leaves out, its approval and its receipt."""

from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet

from mingqian.planning import written
from mingqian.planning.enums import PlanState, RollMode, SamplingMethod
from mingqian.planning.forms.fields import TITLE, Choice, Methods, OneLine, Rate, Written, choose
from mingqian.planning.services.plan_lines import LineText, Partner
from mingqian.registry.types import ItemFacts
from mingqian.ui import forms

Row = TypeVar("Row", bound=Model)


class NewPlan(forms.Form):
    """XM-80: one plan per unit and year."""

    unit = fields.ChoiceField(label="编制机关")
    year = fields.IntegerField(label="年度", min_value=2000, max_value=2100)
    title = fields.CharField(label="标题", max_length=TITLE)
    pack = fields.ChoiceField(label="规则包", help_text="本机关启用的规则包；计划编制后固定不变")

    def __init__(self, *args: Any, units: list[Choice], packs: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units if len(units) == 1 else choose(units)  # type: ignore[attr-defined]
        self.fields["pack"].choices = choose(packs)  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line: when, by whom, how; a ratio only where no document sets one."""

    rounds = Written(
        written.rounds, label="抽查月份与批次", max_length=1000, rows=3, required=False,
        help_text="一次一行，如“3月 R1”；同一批次的事项一并抽取、一并检查",
    )  # fmt: skip
    responsible_unit = fields.ChoiceField(label="责任单位")
    duties = forms.Text(label="职责分工", max_length=500, rows=2)
    methods = Methods(label="检查方式")
    mode = fields.ChoiceField(label="名录方式", choices=RollMode.choices())
    sampling_method = fields.ChoiceField(label="抽取方法", choices=SamplingMethod.choices())
    sampling_reason = OneLine(
        label="采用该方法的理由", max_length=500, rows=2, required=False, help_text="简单随机不必填写"
    )
    partners = Written(
        written.partners, label="协同单位", max_length=2000, rows=2, required=False,
        help_text="一个单位一行，如“市市场监管局：联合检查”；本局单位写名称或代码",
    )  # fmt: skip
    own_ppm = Rate(
        label="本单位确定的比例", required=False, help_text="文件未定比例时填写，如 8%；已有规定的不能另定"
    )
    own_reason = OneLine(label="确定该比例的理由", max_length=500, rows=2, required=False)
    own_approver = fields.ChoiceField(label="比例批准人", required=False)
    as_needed_reason = OneLine(label="本年不抽的原因", max_length=500, rows=2, required=False)
    overlap_reason = OneLine(label="不与同类事项合批的原因", max_length=500, rows=2, required=False)

    def __init__(
        self,
        *args: Any,
        units: list[Choice],
        approvers: list[Choice],
        item: ItemFacts,
        fixed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible_unit"].choices = choose(units)  # type: ignore[attr-defined]
        self.fields["own_approver"].choices = choose(approvers, "（无）")  # type: ignore[attr-defined]
        if fixed:  # a document sets the ratio: there is nothing for the unit to decide
            for name in ("own_ppm", "own_reason", "own_approver"):
                del self.fields[name]
        if item.methods:
            ways = [way for way in self.fields["methods"].choices if way[0] in item.methods]  # type: ignore[attr-defined]
            self.fields["methods"].choices = ways  # type: ignore[attr-defined]
        self.item = item

    def line(self, inside: dict[str, str]) -> LineText:
        """As the service takes it; ``inside`` maps names and codes of own units to codes."""
        said = self.values()
        partners = [
            Partner(duty, unit=inside.get(who, ""), outside_name="" if who in inside else who)
            for who, duty in said.pop("partners")
        ]
        said["mode"], said["sampling_method"] = (
            RollMode(said["mode"]),
            SamplingMethod(said["sampling_method"]),
        )
        return LineText(item=self.item.code, partners=partners, **said)


class PickItem(forms.Form):
    """Which item of the list is planned next."""

    item = fields.ChoiceField(label="事项")

    def __init__(self, *args: Any, items: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = choose(items)  # type: ignore[attr-defined]


class Omit(PickItem):
    """What this year leaves out, with the reason printed in the plan."""

    reason = OneLine(label="本年不安排的原因", max_length=500)


class Approve(forms.Confirm):
    """The leader's yes."""

    document_no = fields.CharField(label="文号", max_length=100, required=False)


class Receipt(forms.Form):
    """PD-19: what the body that got the plan answered."""

    receipt_no = fields.CharField(label="回执编号", max_length=100)
    received_on = forms.DateField(label="收到日期")


class Adjust(forms.Form):
    """A new version, and under which rules."""

    pack = fields.ChoiceField(label="规则包")
    reason = OneLine(label="调整原因", max_length=500, help_text="与新旧两版一并保留、一并公布")

    def __init__(self, *args: Any, packs: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = packs  # type: ignore[attr-defined]


class PlanFilter(forms.Filter):
    """Year, state, unit."""

    year = fields.IntegerField(label="年度", min_value=2000, max_value=2100)
    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *PlanState.choices()])
    q = fields.CharField(label="机关或标题", max_length=40)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """As given."""
        if year := self.given("year"):
            rows = rows.filter(year=year)
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if q := self.given("q"):
            rows = rows.filter(unit__name__icontains=q) | rows.filter(title__icontains=q)
        return rows
