"""Forms of the subject pages."""

from datetime import date
from typing import Any

from django import forms as fields
from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry import selectors
from mingqian.registry.enums import (
    DictionaryKind,
    MarkCode,
    RiskClass,
    Scheme,
    SubjectKind,
    SubjectStatus,
)
from mingqian.registry.models import Subject
from mingqian.registry.services.standing import Wanted
from mingqian.registry.services.subjects import CHANGEABLE
from mingqian.search import selectors as searching
from mingqian.ui import forms

#: A search brings at most so many; whoever needs more narrows the question.
FOUND = 500


class SubjectFilter(forms.Filter):
    """Above the registry."""

    q = fields.CharField(label="名称或代码", max_length=60)
    kind = fields.ChoiceField(label="类型", choices=[("", "全部"), *SubjectKind.choices()])
    status = fields.ChoiceField(label="登记状态", choices=[("", "全部"), *SubjectStatus.choices()])
    risk = fields.ChoiceField(
        label="诚信等级", choices=[("", "全部"), *[(r.value, r.label) for r in RiskClass if r.value]]
    )
    tag = fields.ChoiceField(label="业务类别")
    unit = fields.CharField(label="归属单位代码", max_length=32)
    lack = fields.ChoiceField(
        label="待办",
        choices=[
            ("", "全部"),
            ("gaps", "七项不全"),
            ("stale", "一年未核对"),
            ("marked", "有标记"),
            ("abnormal", "异常"),
            ("kept", "不含已并入"),
        ],
    )

    def __init__(self, *args: Any, by: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.today = by, today
        tags = self.fields["tag"]
        if isinstance(tags, fields.ChoiceField):
            tags.choices = [("", "全部"), *self._tags()]

    def _tags(self) -> list[tuple[str, str]]:
        """Those of the dictionary; the tag of an item, too, where a figure of 底数 leads here with it."""
        offered = selectors.dictionaries.choices(DictionaryKind.TAG)
        chosen = str(self.data.get("tag", ""))[:32]
        if not chosen or chosen in dict(offered):
            return offered
        name = selectors.counts.field_names(self.by, self.today).get(chosen)
        return [*offered, (chosen, name)] if name else offered

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter that is set takes away."""
        if text := self.given("q"):
            rows = rows.filter(self._named(text))
        for name in ("kind", "status"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        if risk := self.given("risk"):
            rows = rows.filter(risk_class=risk)
        if tag := self.given("tag"):
            bearers = selectors.subjects.bearing(tag)
            rows = rows.filter(pk__in=bearers)
        if unit := self.given("unit"):
            rows = rows.filter(unit__code=unit)
        return self._lacking(rows)

    def _named(self, text: str) -> Q:
        """By code; else by the search's own index; by the bare column where nothing is filed yet."""
        plain = text.strip().upper()
        if plain.isascii() and plain.isalnum() and len(plain) >= 8:
            return selectors.subjects.with_number(plain)
        groups = searching.find(self.by, text, limit=FOUND, kind="subject")
        codes = [hit.key for group in groups for hit in group.hits]
        return Q(code__in=codes) if codes else Q(name__icontains=text)

    def _lacking(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        lack = self.given("lack")
        if lack == "gaps":
            missing = Q()
            for field in selectors.subjects.REQUIRED:
                missing |= Q(**{field: ""})
            return rows.filter(missing, scheme=Scheme.USCC)
        if lack == "stale":
            return selectors.subjects.unconfirmed_among(rows, self.today)
        if lack == "marked":
            return rows.filter(pk__in=selectors.subjects.marked(self.today))
        if lack == "kept":
            return rows.filter(merged_into__isnull=True)
        if lack == "abnormal":
            return rows.filter(pk__in=selectors.subjects.abnormal(self.today))
        return rows


class Particulars(forms.Form):
    """The columns a person may change; the code and the unit are not among them."""

    def __init__(self, *args: Any, subject: Subject | None = None, **kwargs: Any) -> None:
        if subject is not None:
            kwargs.setdefault("initial", {name: getattr(subject, name) for name in CHANGEABLE})
        super().__init__(*args, **kwargs)
        for name, (label, limit) in CHANGEABLE.items():
            plain = fields.CharField(label=label, max_length=limit, required=name == "name")
            long = forms.Text(label=label, max_length=limit, rows=4, required=False)
            self.fields[name] = long if limit > 1000 else plain

    def changes(self) -> dict[str, str]:
        """The words of ``services.subjects.change``."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


class NewSubject(Particulars):
    """A body to register by hand; lists come in by import."""

    number = fields.CharField(label="统一社会信用代码", max_length=18)
    kind = fields.ChoiceField(
        label="类型", choices=[(k.value, k.label) for k in SubjectKind if k is not SubjectKind.NATURAL_PERSON]
    )
    unit = fields.ChoiceField(label="归属单位")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(u.code, u.name) for u in accounts.units(by)]

    def registration(self) -> dict[str, Any]:
        """The words of ``services.subjects.register``."""
        said = self.cleaned_data
        return {
            "scheme": Scheme.USCC,
            "number": said["number"].strip().upper(),
            "kind": SubjectKind(said["kind"]),
            "unit": said["unit"],
            "fields": self.changes(),
            "source": "hand",
        }


class Status(forms.Form):
    """Closed, moved, suspended, or there again."""

    status = fields.ChoiceField(label="登记状态", choices=SubjectStatus.choices())
    since = forms.DateField(since=1980, label="自哪天起")
    evidence = fields.CharField(label="依据", max_length=200)


class Risk(forms.Form):
    """守法诚信等级."""

    risk = fields.ChoiceField(label="等级", choices=RiskClass.choices(), required=False)
    on = forms.DateField(label="评定日期")
    basis = fields.CharField(label="依据", max_length=200)


class TagForm(forms.Form):
    """One more category, with the licence it rests on."""

    tag = fields.ChoiceField(label="业务类别")
    evidence = fields.CharField(label="依据", max_length=200)
    from_on = forms.DateField(label="自", required=False)
    until_on = forms.DateField(label="至", required=False)
    licence_no = fields.CharField(label="许可证号", max_length=60, required=False)
    licence_issuer = fields.CharField(label="发证机关", max_length=100, required=False)
    licence_until = forms.DateField(label="许可有效期止", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tag"]
        if isinstance(field, fields.ChoiceField):
            field.choices = selectors.dictionaries.choices(DictionaryKind.TAG)


class Ending(forms.Form):
    """Until which day, why."""

    until_on = forms.DateField(label="止于")
    reason = fields.CharField(label="理由", max_length=200)


class EndingWithEvidence(Ending):
    """The same, with the evidence another person decides on."""

    evidence = fields.CharField(label="证据", max_length=300)


class MarkForm(forms.Form):
    """A mark to ask for; another person decides."""

    mark = fields.ChoiceField(label="标记", choices=MarkCode.choices())
    reason = fields.CharField(label="理由", max_length=300)
    evidence = fields.CharField(label="证据", max_length=300, help_text="如：投诉登记号、批准文号")
    from_on = forms.DateField(label="自")
    until_on = forms.DateField(label="至", required=False, help_text="不填：直到取消")
    item = fields.CharField(label="只对哪个事项（代码）", max_length=32, required=False)
    clause = fields.CharField(label="依据条款", max_length=120, required=False)

    def wanted(self) -> Wanted:
        """The mark as it is asked for."""
        said = dict(self.cleaned_data)
        return Wanted(**{**said, "mark": MarkCode(said["mark"])})


class AbnormalForm(forms.Form):
    """A ground of the pack in force."""

    ground = fields.ChoiceField(label="异常情形")
    source = fields.CharField(label="来源", max_length=100)
    evidence = fields.CharField(label="证据", max_length=300)
    from_on = forms.DateField(label="自")

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        if isinstance(field, fields.ChoiceField):
            field.choices = grounds


class Decision(forms.Form):
    """Agreed or not, with an opinion."""

    passed = fields.TypedChoiceField(
        label="决定",
        coerce=lambda v: v == "yes",
        choices=[("yes", "同意"), ("no", "不同意")],
        widget=fields.RadioSelect,
    )
    opinion = fields.CharField(label="意见", max_length=300, required=False, help_text="不同意时必填")
