"""Forms of the item pages. A wording is parsed from fields; what the form does not show is kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms as fields
from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry import selectors
from mingqian.registry.enums import (
    DictionaryKind,
    InspectorClass,
    ItemCategory,
    ItemClass,
    ItemState,
    Level,
    Method,
    Reach,
    SubjectKind,
)
from mingqian.registry.types import BasisRef, ItemFacts, Strata, Wording
from mingqian.ui import forms

BASES = 5
PPM_PER_PERCENT = 10_000
_STRATA = [
    ("", "不分层"),
    ("tag", "按业务类别"),
    ("division", "按区划"),
    ("risk", "按守法诚信等级"),
    ("kind", "按对象类型"),
]
_RATIOS = [
    ("", "按规则包分档"),
    ("ratio", "固定比例"),
    ("min_count", "至少多少家（人）"),
    ("all", "全部检查"),
]
BLANK = Wording(name="", category=0, item_class="", inspector_class=InspectorClass.ENFORCEMENT.value)


class ItemFilter(forms.Filter):
    """Above the item list."""

    q = fields.CharField(label="名称、代码或依据", max_length=60)
    state = fields.ChoiceField(
        label="状态",
        choices=[
            ("", "全部"),
            ("published", "已公布"),
            ("open", "办理中"),
            ("retired", "已停用"),
            *[(s.value, f"办理中：{s.label}") for s in ItemState if s.value in selectors.items.OPEN],
        ],
    )
    category = fields.ChoiceField(
        label="监管类别", choices=[("", "全部"), *[(str(int(c)), c.label) for c in ItemCategory]]
    )
    unit = fields.CharField(label="责任单位代码", max_length=32)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter that is set takes away."""
        if text := self.given("q"):
            named = Q(shown_name__icontains=text) | Q(code__icontains=text)
            rows = rows.filter(named | Q(pk__in=selectors.items.citing(text)))
        if category := self.given("category"):
            rows = rows.filter(shown_category=int(category))
        if unit := self.given("unit"):
            rows = rows.filter(unit__code=unit)
        state = self.given("state")
        if state == "published":
            return rows.filter(published_number__isnull=False, retired_on__isnull=True)
        if state == "retired":
            return rows.filter(retired_on__isnull=False)
        if state == "open":
            return rows.filter(open_number__isnull=False)
        return rows.filter(open_state=state) if state else rows


class WordingForm(forms.Form):
    """Everything a version says. ``before`` is the wording it starts from."""

    code = fields.CharField(
        label="事项代码", max_length=32, help_text="字母、数字、下划线、连字符；公布后不改"
    )
    unit = fields.ChoiceField(label="责任单位")
    jurisdiction = fields.ChoiceField(label="管辖范围", help_text="从哪个单位及其下级的名录中抽取")
    level = fields.ChoiceField(label="实施层级", choices=Level.choices())
    reach = fields.ChoiceField(label="抽取名录", choices=Reach.choices())
    name = fields.CharField(label="事项名称", max_length=200)
    seq = fields.IntegerField(label="序号", min_value=0, max_value=9999, required=False)
    category = fields.TypedChoiceField(
        label="监管类别", coerce=int, choices=[(int(c), c.label) for c in ItemCategory]
    )
    item_class = fields.ChoiceField(label="事项类别", choices=ItemClass.choices(), required=False)
    inspector_class = fields.ChoiceField(label="人员类别", choices=InspectorClass.choices())
    subject_text = fields.CharField(label="检查对象（公布的写法）", max_length=200, required=False)
    subject_kinds = fields.MultipleChoiceField(
        label="对象类型",
        choices=SubjectKind.choices(),
        widget=fields.CheckboxSelectMultiple,
        required=False,
        help_text="不选：自然人以外的都是",
    )
    subject_tags = fields.MultipleChoiceField(
        label="业务类别", widget=fields.CheckboxSelectMultiple, required=False, help_text="不选：不限类别"
    )
    strata_by = fields.ChoiceField(label="分层抽取", choices=_STRATA, required=False)
    strata_values = forms.Text(label="各层的代码（每行一个）", max_length=2000, rows=3, required=False)
    methods = fields.MultipleChoiceField(
        label="检查方式", choices=Method.choices(), widget=fields.CheckboxSelectMultiple
    )
    contents = forms.Text(label="检查内容（每行一条）", max_length=10_000, rows=6)
    departments = forms.Text(label="责任科室、单位（每行一个）", max_length=1000, rows=2, required=False)
    ratio_kind = fields.ChoiceField(label="抽查比例", choices=_RATIOS, required=False)
    ratio_percent = fields.DecimalField(
        label="比例（%）", min_value=Decimal("0.0001"), max_value=100, decimal_places=4, required=False
    )
    ratio_count = fields.IntegerField(
        label="至少（家、人）", min_value=1, max_value=90_000_000, required=False
    )
    ratio_clause = fields.CharField(
        label="比例由法律、法规、规章规定的，写明条款",
        max_length=100,
        required=False,
        help_text="写了条款的从其规定，不再适用分档比例",
    )
    times = fields.IntegerField(label="抽查频次（次/年）", min_value=1, max_value=366, required=False)
    necessity = forms.Text(
        label="必要性说明", max_length=2000, rows=3, required=False, help_text="第三类事项必填"
    )
    evaluation_method = fields.CharField(label="评价办法", max_length=200, required=False)
    guideline = fields.CharField(label="检查指引", max_length=200, required=False)
    reason = fields.CharField(label="变更理由", max_length=300)
    risk_point = fields.CharField(label="风险点", max_length=200, required=False)

    def __init__(self, *args: Any, by: Actor, before: ItemFacts | None = None, **kwargs: Any) -> None:
        self.before = before
        kwargs.setdefault(
            "initial", _initial(before) if before else {"unit": _own(by), "jurisdiction": _widest(by)}
        )
        super().__init__(*args, **kwargs)
        units = [(u.code, f"{u.name}（{u.code}）") for u in accounts.units(by)]
        self._choices("unit", units)
        organ = accounts.organ(by.unit_id) if by.unit_id else None
        whole = [(organ.code, f"{organ.name}（{organ.code}）")] if organ else []
        self._choices("jurisdiction", list(dict.fromkeys([*whole, *units])))
        self._choices("subject_tags", selectors.dictionaries.choices(DictionaryKind.TAG))
        if before is not None:
            for name in ("code", "unit", "jurisdiction", "level", "reach"):
                del self.fields[name]
            kept = [tag for tag in before.subject_tags if tag not in dict(self._tags())]
            self._choices("subject_tags", [*self._tags(), *((tag, tag) for tag in kept)])
        count = self._add_bases(by, before)
        bases = [f"{part}_{n}" for n in range(1, count + 1) for part in ("basis", "article")]
        first = ("code", "unit", "jurisdiction", "level", "reach", "name", "seq", "category", "item_class")
        self.order_fields([*first, "inspector_class", *bases])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, fields.ChoiceField):
            field.choices = choices

    def _tags(self) -> list[tuple[str, str]]:
        return selectors.dictionaries.choices(DictionaryKind.TAG)

    def _add_bases(self, by: Actor, before: ItemFacts | None) -> int:
        rows = selectors.rule_documents.visible(by).order_by("code").values_list("code", "title", "number")
        documents = [("", "（无）"), *((code, f"{code} 《{title}》{number}") for code, title, number in rows)]
        held = before.bases if before else ()
        count = max(BASES, len(held) + 1)
        for n in range(1, count + 1):
            basis = held[n - 1] if n <= len(held) else None
            self.fields[f"basis_{n}"] = fields.ChoiceField(
                label=f"依据 {n}",
                choices=documents,
                required=False,
                initial=basis.document if basis else "",
            )
            self.fields[f"article_{n}"] = fields.CharField(
                label=f"依据 {n} 的条款",
                max_length=100,
                required=False,
                initial=basis.article if basis else "",
            )
        return count

    def wording(self) -> Wording:
        """The wording as filled in."""
        said = self.cleaned_data
        base = as_wording(self.before) if self.before else BLANK
        plain = ("name", "category", "item_class", "inspector_class", "subject_text", "necessity")
        return replace(
            base,
            **{name: said[name] for name in plain},
            evaluation_method=said["evaluation_method"],
            guideline=said["guideline"],
            seq=said["seq"] or 0,
            subject_kinds=tuple(said["subject_kinds"]),
            subject_tags=tuple(said["subject_tags"]),
            strata=Strata(said["strata_by"], lines(said["strata_values"])) if said["strata_by"] else Strata(),
            methods=tuple(said["methods"]),
            contents=lines(said["contents"]),
            departments=lines(said["departments"]),
            ratio=self._ratio(base),
            frequency={"kind": "per_year", "times": said["times"]} if said["times"] else None,
            bases=tuple(self._bases(base)),
        )

    def _ratio(self, base: Wording) -> dict[str, object] | None:
        said, kind = self.cleaned_data, self.cleaned_data["ratio_kind"]
        law = {"source": "law", "clause": said["ratio_clause"]} if said["ratio_clause"] else {}
        if kind == "ratio":
            return {"kind": "ratio", "ppm": int(said["ratio_percent"] * PPM_PER_PERCENT), **law}
        if kind == "min_count":
            unit = (base.ratio or {}).get("unit", "家")
            return {"kind": "min_count", "count": said["ratio_count"], "unit": unit, **law}
        return {"kind": "all", **law} if kind == "all" else None

    def _bases(self, base: Wording) -> list[BasisRef]:
        held = {(one.document, one.article): one for one in base.bases}
        found = []
        for n in range(1, len(self.fields)):
            document = self.cleaned_data.get(f"basis_{n}")
            if document:
                article = self.cleaned_data[f"article_{n}"]
                found.append(held.get((document, article), BasisRef(document, article)))
        return found

    def clean(self) -> dict[str, Any]:
        """A kind of ratio asks for its number."""
        said = super().clean() or self.cleaned_data
        if said.get("ratio_kind") == "ratio" and not said.get("ratio_percent"):
            self.add_error("ratio_percent", "固定比例须填写百分数")
        if said.get("ratio_kind") == "min_count" and not said.get("ratio_count"):
            self.add_error("ratio_count", "请填写至少多少家（人）")
        if said.get("ratio_clause") and not said.get("ratio_kind"):
            self.add_error("ratio_kind", "写明了条款的，请填写条款规定的比例")
        return said


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, blank lines left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _own(by: Actor) -> str:
    return next((u.code for u in accounts.units(by) if u.pk == by.unit_id), "")


def _widest(by: Actor) -> str:
    """The whole organ: an item of a section draws from its bureau's registry."""
    return accounts.organ(by.unit_id).code if by.unit_id else ""


def as_wording(facts: ItemFacts) -> Wording:
    """The wording of a version, to start the next one from."""
    same = {name: getattr(facts, name) for name in Wording.__dataclass_fields__ if hasattr(facts, name)}
    bases = tuple(BasisRef(b.document, b.article, note=b.note) for b in facts.bases)
    return Wording(**{**same, "bases": bases})


def _initial(facts: ItemFacts) -> dict[str, Any]:
    ratio, frequency = facts.ratio or {}, facts.frequency or {}
    ppm = ratio.get("ppm")
    joined = ("contents", "departments")
    plain = ("name", "seq", "category", "item_class", "inspector_class", "subject_text", "subject_kinds")
    more = ("subject_tags", "methods", "necessity", "evaluation_method", "guideline")
    return {
        **{name: getattr(facts, name) for name in (*plain, *more)},
        **{name: "\n".join(getattr(facts, name)) for name in joined},
        "strata_by": facts.strata.by,
        "strata_values": "\n".join(facts.strata.values),
        "ratio_kind": ratio.get("kind", "") if ratio.get("kind") in dict(_RATIOS) else "",
        "ratio_percent": Decimal(ppm) / PPM_PER_PERCENT if isinstance(ppm, int) else None,
        "ratio_count": ratio.get("count"),
        "ratio_clause": ratio.get("clause", "") if ratio.get("source") == "law" else "",
        "times": frequency.get("times"),
    }


class Opinion(forms.Form):
    """Passed on, or returned; in words either way."""

    passed = fields.TypedChoiceField(
        label="结论", coerce=lambda v: v == "yes", choices=[("yes", "通过"), ("no", "退回修改")],
        widget=fields.RadioSelect,
    )  # fmt: skip
    opinion = fields.CharField(label="意见", max_length=300)


class Reason(forms.Form):
    """Why."""

    reason = fields.CharField(label="理由", max_length=300)


class Publication(forms.Confirm):
    """From which day; what is published is never edited again."""

    effective_on = forms.DateField(label="生效日期")


class Retirement(forms.Confirm):
    """From which day, on which ground."""

    on = forms.DateField(label="停用日期")
    ground = fields.CharField(label="停用依据", max_length=300)


class HandOver(forms.Form):
    """To whom and why."""

    to_unit = fields.ChoiceField(label="移交给")
    reason = fields.CharField(label="理由", max_length=200)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(u.code, u.name) for u in accounts.units(by)]


class PackItems(forms.Form):
    """A bureau's first list out of its rule pack."""

    unit = fields.ChoiceField(label="责任单位", help_text="建好后可逐项移交给各处室")
    level = fields.ChoiceField(label="实施层级", choices=Level.choices())
    evaluation_method = fields.CharField(
        label="评价办法（每项相同的先填这里）", max_length=200, required=False
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, fields.ChoiceField):
            field.choices = [(u.code, u.name) for u in accounts.units(by)]


def today_or_later(effective: date | None, today: date) -> date:
    """A day to propose: the one already named, else today."""
    return effective if effective and effective > today else today
