"""The implementation plan: a new one, its seven fields, items, panels, partners."""

from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet

from mingqian.planning.enums import CaptainMode, DrawMethod, Nature, PlanState, RollMode
from mingqian.planning.forms.fields import CODE, TITLE, Choice, Methods, choose
from mingqian.planning.services.filling import ItemText, PanelText, PlanText
from mingqian.registry.enums import InspectorClass, Method
from mingqian.ui import forms

Row = TypeVar("Row", bound=Model)


class NewImplementation(forms.Form):
    """FL-18 根据年度计划: a batch of a published plan becomes a plan to be carried out."""

    batch = fields.ChoiceField(label="批次")
    unit = fields.ChoiceField(label="发起单位", help_text="谁主管、谁发起：须是其中至少一个事项的归口单位")
    code = fields.CharField(label="方案编号", max_length=CODE, help_text="如 SS-2026-R1，确定后不变")
    title = fields.CharField(label="标题", max_length=TITLE)
    mode = fields.ChoiceField(
        label="名录方式", choices=RollMode.choices(), help_text="含自然人或有保密要求的，用编号名录"
    )

    def __init__(self, *args: Any, batches: list[Choice], units: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["batch"].choices = choose(batches)  # type: ignore[attr-defined]
        self.fields["unit"].choices = units if len(units) == 1 else choose(units)  # type: ignore[attr-defined]


class FieldsForm(forms.Form):
    """抽查项目 and 执法人员数量 come from items and panels; the other five of the seven stand here."""

    starts_on = forms.DateField(label="实施时间：开始")
    ends_on = forms.DateField(label="实施时间：结束")
    purpose = forms.Text(label="抽查目的", max_length=1000, rows=3)
    methods = Methods(label="执法检查方式")
    confidentiality = forms.Text(label="保密要求", max_length=1000, rows=3)
    result_use = forms.Text(label="检查结果运用", max_length=1000, rows=3)
    draw_on = forms.DateField(label="抽取日期", required=False)
    embargo_until = forms.Moment(label="名单保密至", required=False, help_text="此前只公开编号；须用编号名录")
    public_by = forms.Moment(
        label="最迟公开随机数",
        required=False,
        help_text="现场掷骰：公开 ≤ 揭示 ≤ 公布；开奖或信标：揭示 < 出数时刻 ≤ 公开 ≤ 公布",
    )
    reveal_by = forms.Moment(label="最迟揭示秘密", required=False)
    publish_by = forms.Moment(label="最迟公布抽取结果", required=False)
    audit_leaves = fields.IntegerField(label="抽验名录行数", min_value=0, max_value=99, initial=3)
    leader = fields.ChoiceField(label="负责人", required=False)
    contact = fields.ChoiceField(label="联系人", required=False)

    def __init__(self, *args: Any, people: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leader", "contact"):
            self.fields[name].choices = choose(people, "（未定）")  # type: ignore[attr-defined]

    def text(self) -> PlanText:
        """As the service takes it."""
        return PlanText(**self.values())


class ItemForm(forms.Form):
    """XM-52: the nature is confirmed before anything is drawn."""

    nature = fields.ChoiceField(label="检查性质", choices=[("", "请选择"), *Nature.choices()])
    method = fields.ChoiceField(label="检查方式")
    method_reason = fields.CharField(label="改用该方式的理由", max_length=CODE, required=False)
    reserve = fields.IntegerField(label="备选户数", min_value=0, max_value=9999, initial=0)
    batch_size = fields.IntegerField(
        label="每批户数", min_value=1, required=False, max_value=1_000_000, help_text="全部排定批次顺序的填写"
    )

    def __init__(self, *args: Any, item: str, ways: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one, Method(one).label) for one in ways]
        self.fields["method"].choices = named  # type: ignore[attr-defined]
        self.item = item

    def text(self, quals: tuple[tuple[str, int], ...], weights: tuple[int, ...]) -> ItemText:
        """As the service takes it; what the page does not ask stays as it was."""
        said = self.values()
        said["nature"] = Nature(said["nature"])
        return ItemText(item=self.item, quals=quals, weights=weights, **said)


class PanelForm(forms.Form):
    """Teams of one pool, for which items; empty figures come from the rule pack."""

    code = fields.CharField(label="代号", max_length=32, help_text="字母、数字，如 P1")
    pool_class = fields.ChoiceField(label="人员库", choices=InspectorClass.choices())
    teams = fields.IntegerField(label="检查组数", min_value=1, max_value=999)
    items = fields.MultipleChoiceField(label="负责的事项", widget=fields.CheckboxSelectMultiple)
    size = fields.IntegerField(label="每组人数", min_value=1, max_value=20, required=False)
    factor100 = fields.IntegerField(
        label="抽取倍数（百分之）", min_value=100, max_value=300, required=False, help_text="200 即 2 倍"
    )
    captain_mode = fields.ChoiceField(
        label="组长产生方式", choices=[("", "按规则包"), *CaptainMode.choices()], required=False
    )
    draw_method = fields.ChoiceField(label="抽取方式", choices=DrawMethod.choices())
    method_reason = forms.Text(label="采用该方式的理由", max_length=500, rows=2, required=False)

    def __init__(self, *args: Any, items: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = items  # type: ignore[attr-defined]

    def panel(self) -> PanelText:
        """As the service takes it."""
        said = self.values()
        captain = said.pop("captain_mode")
        return PanelText(
            **said
            | {
                "pool_class": InspectorClass(said["pool_class"]),
                "draw_method": DrawMethod(said["draw_method"]),
                "captain_mode": CaptainMode(captain) if captain else None,
            }
        )


class Invite(forms.Form):
    """会同有关单位: a unit of the bureau or an outside body, one of the two."""

    unit = fields.ChoiceField(label="本局单位", required=False)
    outside_name = fields.CharField(label="外单位", max_length=TITLE, required=False)
    duty = forms.Text(label="承担的工作", max_length=500, rows=2)

    def __init__(self, *args: Any, units: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = choose(units, "（不是本局单位）")  # type: ignore[attr-defined]


class ImplementationFilter(forms.Filter):
    """Year, state, words."""

    year = fields.IntegerField(label="年度", min_value=2000, max_value=2100)
    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *PlanState.choices()])
    q = fields.CharField(label="编号或标题", max_length=40)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """As given."""
        if year := self.given("year"):
            rows = rows.filter(annual_plan__year=year)
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if q := self.given("q"):
            rows = rows.filter(code__icontains=q) | rows.filter(title__icontains=q)
        return rows
