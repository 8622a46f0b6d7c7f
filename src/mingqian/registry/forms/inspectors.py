"""Forms of the inspector pages."""

from datetime import date, timedelta
from typing import Any

from django import forms as fields
from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry import selectors
from mingqian.registry.enums import AbsenceKind, DictionaryKind, InspectorClass, InspectorState, TieKind
from mingqian.registry.services.inspectors import Credential
from mingqian.ui import forms

SOON = timedelta(days=60)


class InspectorFilter(forms.Filter):
    """Above the registry."""

    q = fields.CharField(label="姓名或证号", max_length=40)
    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *InspectorState.choices()])
    klass = fields.ChoiceField(label="人员类别", choices=[("", "全部"), *InspectorClass.choices()])
    papers = fields.ChoiceField(
        label="证件、专长",
        choices=[
            ("", "全部"),
            ("expired", "已过期"),
            ("soon", "60日内到期"),
            ("unconfirmed", "司法局未确认"),
            ("plain", "没有业务专长"),
        ],
    )
    unit = fields.CharField(label="单位代码", max_length=32)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter that is set takes away."""
        if text := self.given("q"):
            named = Q(name__icontains=text) | Q(code__icontains=text)
            rows = rows.filter(named | Q(credentials__certificate_no__icontains=text)).distinct()
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if klass := self.given("klass"):
            rows = rows.filter(credentials__inspector_class=klass)
        if unit := self.given("unit"):
            rows = rows.filter(unit__code=unit)
        papers = self.given("papers")
        if papers == "expired":
            rows = rows.filter(soonest__lt=self.today)
        if papers == "soon":
            rows = rows.filter(soonest__gte=self.today, soonest__lte=self.today + SOON)
        if papers == "unconfirmed":
            unsaid = {
                "credentials__inspector_class": InspectorClass.ENFORCEMENT,
                "credentials__confirmed_by": "",
            }
            rows = rows.filter(**unsaid)
        if papers == "plain":
            rows = rows.filter(quals__isnull=True)
        return rows


class CredentialForm(forms.Form):
    """行政执法证 or 工作证."""

    inspector_class = fields.ChoiceField(label="人员类别", choices=InspectorClass.choices())
    certificate_no = fields.CharField(label="执法证号", max_length=40, required=False)
    valid_from = forms.DateField(label="有效期起", required=False)
    valid_until = forms.DateField(label="有效期止", required=False)
    area = fields.CharField(label="执法区域", max_length=100, required=False)
    category = fields.CharField(label="执法类型", max_length=60, required=False)
    related_business = fields.CharField(
        label="从事的业务", max_length=100, required=False, help_text="业务检查人员必填"
    )
    confirmed_by = fields.CharField(
        label="司法局确认文号", max_length=100, required=False, help_text="没有确认的不对外公布"
    )

    def credential(self) -> Credential:
        """The paper as filled in."""
        said = self.cleaned_data
        names = (
            "certificate_no",
            "valid_from",
            "valid_until",
            "area",
            "category",
            "related_business",
            "confirmed_by",
        )
        return Credential(InspectorClass(said["inspector_class"]), **{name: said[name] for name in names})


class NewInspector(CredentialForm):
    """One person with one paper; not active yet."""

    name = fields.CharField(label="姓名", max_length=60)
    unit = fields.ChoiceField(label="单位")
    duty = fields.CharField(label="职务", max_length=60, required=False)
    phone = fields.CharField(label="联系方式", max_length=40, required=False)
    works_since = forms.DateField(since=1950, label="从业起始日期", required=False)
    trained_on = forms.DateField(label="岗前培训日期", required=False, help_text="没有培训的不能启用")
    captain_eligible = fields.BooleanField(label="可任组长", required=False)
    delegated = fields.BooleanField(label="委托执法机构人员", required=False)
    quals = fields.MultipleChoiceField(label="业务专长", widget=fields.CheckboxSelectMultiple, required=False)

    field_order = (
        "name",
        "unit",
        "duty",
        "phone",
        "inspector_class",
        "certificate_no",
        "valid_from",
        "valid_until",
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, quals = self.fields["unit"], self.fields["quals"]
        if isinstance(unit, fields.ChoiceField) and isinstance(quals, fields.ChoiceField):
            unit.choices = [(u.code, u.name) for u in accounts.units(by)]
            quals.choices = selectors.dictionaries.choices(DictionaryKind.QUAL)

    def person(self) -> dict[str, Any]:
        """The words of ``services.inspectors.add`` beside the paper."""
        names = (
            "name",
            "unit",
            "duty",
            "phone",
            "works_since",
            "trained_on",
            "captain_eligible",
            "delegated",
            "quals",
        )
        return {name: self.cleaned_data[name] for name in names}


class Reason(forms.Form):
    """Why."""

    reason = fields.CharField(label="理由", max_length=200)


class Removal(forms.Confirm):
    """Why, and that it is meant."""

    reason = fields.CharField(label="理由", max_length=200)


class Absence(forms.Form):
    """Days on which somebody is not drawn."""

    kind = fields.ChoiceField(label="类别", choices=AbsenceKind.choices())
    reason = fields.CharField(label="事由", max_length=200, help_text="如：其他重要公务、休假、脱产学习")
    evidence = fields.CharField(label="证明", max_length=200, required=False)
    from_on = forms.DateField(label="自")
    until_on = forms.DateField(label="至")

    def said(self) -> dict[str, Any]:
        """The words of ``services.inspectors.enter_absence``."""
        return {**self.cleaned_data, "kind": AbsenceKind(self.cleaned_data["kind"])}


class Qualification(forms.Form):
    """An expertise a panel may ask for."""

    qual = fields.CharField(label="专长代码", max_length=12, help_text="见“字典”页的业务专长")
    valid_until = forms.DateField(label="有效期止", required=False)


class Tie(forms.Form):
    """回避: a firm this person must not visit."""

    subject = fields.CharField(
        label="监管对象的统一社会信用代码", max_length=64, help_text="自然人填登记号，如 PID:00001234"
    )
    kind = fields.ChoiceField(label="关系", choices=TieKind.choices())
    evidence = fields.CharField(label="证明材料", max_length=300)
    from_on = forms.DateField(label="自")
    until_on = forms.DateField(label="至", required=False)

    def said(self) -> dict[str, Any]:
        """The words of ``services.recusals.declare``."""
        typed = self.cleaned_data["subject"].strip().upper()
        subject = typed if ":" in typed else f"USCC:{typed}"
        return {**self.cleaned_data, "subject": subject, "kind": TieKind(self.cleaned_data["kind"])}


class Ending(forms.Form):
    """Until which day, why."""

    until_on = forms.DateField(label="止于")
    reason = fields.CharField(label="理由", max_length=200)
