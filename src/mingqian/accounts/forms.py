"""What people fill in about accounts: parsing only, rules stand in the services."""

from datetime import date
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet

from mingqian.accounts.enums import Level, Role, UnitKind
from mingqian.accounts.models import Unit
from mingqian.accounts.passwords import LONGEST
from mingqian.accounts.selectors.rights import Door
from mingqian.ui.forms import DateField, Filter, Form

Row = TypeVar("Row", bound=Model)


class Password(forms.CharField):
    """Never trimmed, never shown again."""

    def __init__(self, label: str, autocomplete: str, help_text: str = "") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(label=label, max_length=LONGEST, strip=False, widget=widget, help_text=help_text)


class OneTimeCode(forms.CharField):
    """Six digits of an authenticator, or a recovery code."""

    def __init__(self, label: str = "动态口令", help_text: str = "") -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "characters"}
        super().__init__(label=label, max_length=20, widget=forms.TextInput(attrs=attrs), help_text=help_text)


class SignIn(Form):
    code = forms.CharField(
        label="工号",
        max_length=32,
        help_text="检查对象请填统一社会信用代码",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "characters"}),
    )
    password = Password("密码", "current-password")

    def clean_code(self) -> str:
        """Codes have capital letters only; a telephone types small ones."""
        return str(self.cleaned_data["code"]).upper()


class DemoRole(Form):
    code = forms.CharField(max_length=32)


class SecondFactor(Form):
    typed = OneTimeCode(help_text="手机验证器上的六位数字；手机不在身边时，填一个恢复码")


class NewPassword(Form):
    new = Password("新密码", "new-password")
    again = Password("再填一次", "new-password")

    def clean_again(self) -> str:
        """Both the same."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("两次填写的新密码不一致")
        return again


class ChangePassword(NewPassword):
    old = Password("原密码", "current-password")
    field_order = ("old", "new", "again")


class Enrol(Form):
    salt = forms.CharField(max_length=200, widget=forms.HiddenInput())
    typed = OneTimeCode("验证器显示的六位数字")


class Proof(Form):
    typed = OneTimeCode("当前动态口令")


class NewUnit(Form):
    code = forms.CharField(label="单位代码", max_length=32, help_text="大写字母、数字、连字符")
    name = forms.CharField(label="单位名称", max_length=60)
    parent = forms.ModelChoiceField(label="上级单位", queryset=Unit.objects.none(), to_field_name="code")
    kind = forms.ChoiceField(
        label="单位性质",
        choices=[one for one in UnitKind.choices() if one[0] != UnitKind.BUREAU],
        initial=UnitKind.OFFICE.value,
    )
    level = forms.ChoiceField(label="层级", choices=Level.choices())
    division_code = forms.CharField(label="行政区划代码", max_length=6, help_text="6 位，GB/T 2260")


class NewPerson(Form):
    code = forms.CharField(label="工号", max_length=32, help_text="大写字母、数字、连字符；登录用，不能更改")
    name = forms.CharField(label="姓名", max_length=60)
    unit = forms.ModelChoiceField(label="所在单位", queryset=Unit.objects.none(), to_field_name="code")


class Appoint(Form):
    role = forms.ChoiceField(
        label="角色",
        choices=[one for one in Role.choices() if one[0] != Role.ENTERPRISE_USER],
    )
    unit = forms.ModelChoiceField(
        label="任职单位",
        queryset=Unit.objects.none(),
        to_field_name="code",
        help_text="也是数据范围：本单位及其下级",
    )
    from_on = DateField(label="任职起")
    until_on = DateField(label="任职止", required=False, help_text="长期任职不填")


class LastDay(Form):
    until_on = DateField(label="最后一天")


class Reason(Form):
    reason = forms.CharField(label="原因", max_length=200)


class Purpose(Form):
    purpose = forms.CharField(
        label="查看目的", max_length=200, help_text="记入审计日志，例如：核对其权限是否合适"
    )


class Bind(Form):
    issuer = forms.CharField(
        label="认证平台", max_length=200, help_text="平台的标识（issuer），照平台提供的原样填写"
    )
    subject = forms.CharField(label="平台账号标识", max_length=200, help_text="平台给此人的唯一标识（sub）")


class Invite(Form):
    subject_code = forms.CharField(label="统一社会信用代码", max_length=28)
    subject_name = forms.CharField(label="检查对象名称", max_length=200)
    name = forms.CharField(label="联系人姓名", max_length=60)


class PeopleFilter(Filter):
    q = forms.CharField(label="工号或姓名", max_length=60)
    role = forms.ChoiceField(label="现任角色", choices=[("", "全部"), *Role.choices()])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 — as Django's
        super().__init__(*args, **kwargs)
        self.today = today

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """By code or name, and by a role held today."""
        wanted, role = self.given("q"), self.given("role")
        if wanted:
            rows = rows.filter(Q(code__startswith=wanted.upper()) | Q(name__contains=wanted))
        if role:
            open_end = Q(posts__until_on__isnull=True) | Q(posts__until_on__gte=self.today)
            rows = rows.filter(open_end, posts__role=role, posts__from_on__lte=self.today)
        return rows


class FirmFilter(Filter):
    q = forms.CharField(label="名称或代码", max_length=60)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """By name or code of the firm."""
        wanted = self.given("q")
        if not wanted:
            return rows
        return rows.filter(Q(subject_name__contains=wanted) | Q(subject_code__startswith=wanted))


class RightsFilter(Filter):
    role = forms.ChoiceField(label="角色", choices=[("", "全部"), *Role.choices()])
    kind = forms.ChoiceField(
        label="方式", choices=[("", "全部"), *((one, one) for one in ("查看", "填报", "办理"))]
    )

    def of(self, doors: list[Door]) -> list[Door]:
        """The pages this role may open."""
        role, kind = self.given("role"), self.given("kind")
        if role:
            doors = [door for door in doors if door.admits(Role(role))]
        return [door for door in doors if not kind or door.kind == kind]
