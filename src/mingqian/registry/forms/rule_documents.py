"""Forms of the register of rule documents."""

from typing import Any

from django import forms as fields
from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry import selectors
from mingqian.registry.codes import NUMBERED
from mingqian.registry.enums import BasisLevel, Binding, Disclosure, Level
from mingqian.registry.forms.items import lines
from mingqian.ui import forms


class DocumentFilter(forms.Filter):
    """Above the register."""

    q = fields.CharField(label="名称或文号", max_length=60)
    level = fields.ChoiceField(label="效力层级", choices=[("", "全部"), *BasisLevel.choices()])
    force = fields.ChoiceField(label="效力", choices=[("", "全部"), ("live", "现行"), ("gone", "已废止")])
    sent = fields.ChoiceField(label="致送", choices=[("", "全部"), ("own", "致送本单位")])

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter that is set takes away."""
        if text := self.given("q"):
            rows = rows.filter(Q(title__icontains=text) | Q(number__icontains=text) | Q(code__icontains=text))
        if level := self.given("level"):
            rows = rows.filter(level=level)
        if force := self.given("force"):
            rows = rows.filter(repealed_on__isnull=force == "live")
        if self.given("sent"):
            rows = rows.filter(pk__in=selectors.rule_documents.sent_to(self.by))
        return rows


class DocumentForm(forms.Form):
    """A document to register; a revision names the one it replaces."""

    code = fields.RegexField(
        label="登记号",
        regex=NUMBERED,
        max_length=40,
        help_text="字母、数字、. _ -；修订本另用登记号",
        error_messages={"invalid": "登记号只用字母、数字、. _ -"},
    )
    title = fields.CharField(label="文件名称", max_length=200, help_text="不写书名号")
    number = fields.CharField(label="文号", max_length=60, required=False)
    level = fields.ChoiceField(label="效力层级", choices=BasisLevel.choices())
    unit = fields.ChoiceField(label="保管单位")
    adopting_body = fields.CharField(label="制定机关", max_length=100, required=False)
    adopted_how = fields.CharField(label="通过方式", max_length=60, required=False)
    signed_on = forms.DateField(since=1950, label="签发日期", required=False)
    in_force_from = forms.DateField(since=1950, label="施行日期", required=False)
    disclosure = fields.ChoiceField(label="公开属性", choices=Disclosure.choices())
    city = fields.ChoiceField(label="对市级", choices=[("", "未写明"), *Binding.choices()], required=False)
    district = fields.ChoiceField(
        label="对区级", choices=[("", "未写明"), *Binding.choices()], required=False
    )
    column = fields.CharField(label="公开栏目", max_length=60, required=False)
    replaces = fields.CharField(label="替代哪一份（登记号）", max_length=40, required=False)
    variant_of = fields.CharField(
        label="是哪一份的实施细则（登记号）",
        max_length=40,
        required=False,
        help_text="参照执行的单位登记自己的细则",
    )
    addressees = forms.Text(
        label="致送单位（单位代码，每行一个）",
        max_length=2000,
        rows=2,
        required=False,
        help_text="不主动公开的文件，只有致送单位和保管单位能看",
    )
    printed_by = fields.CharField(label="印发机关", max_length=100, required=False)
    printed_on = forms.DateField(since=1950, label="印发日期", required=False)
    cites = forms.Text(label="引用的文件（登记号，每行一个）", max_length=2000, rows=2, required=False)
    missing = forms.Text(label="提到而手头没有的附件（每行一个）", max_length=2000, rows=2, required=False)
    text = forms.Text(label="正文", max_length=200_000, rows=8, required=False)
    note = fields.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(u.code, u.name) for u in accounts.units(by)]

    def registration(self) -> dict[str, Any]:
        """The words of ``services.rule_documents.register``."""
        said = dict(self.cleaned_data)
        pairs = ((Level.CITY, said.pop("city")), (Level.DISTRICT, said.pop("district")))
        missing = lines(said.pop("missing"))
        return {
            **said,
            "level": BasisLevel(said["level"]),
            "disclosure": Disclosure(said["disclosure"]),
            "bindings": {level: Binding(word) for level, word in pairs if word},
            "cites": lines(said["cites"]),
            "addressees": lines(said["addressees"]),
            "annexes": dict.fromkeys(missing, False),
            "text": said["text"].replace("\r\n", "\n"),
        }


class Repeal(forms.Confirm):
    """From which day, on which ground."""

    on = forms.DateField(label="废止日期")
    ground = fields.CharField(label="废止依据", max_length=200)


class Removal(forms.Confirm):
    """Why the entry was a mistake."""

    reason = fields.CharField(label="理由", max_length=200)


class DisclosureForm(forms.Form):
    """公开属性 and why it changes."""

    disclosure = fields.ChoiceField(label="公开属性", choices=Disclosure.choices())
    reason = fields.CharField(label="理由", max_length=200)
