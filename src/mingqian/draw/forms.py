"""What people type at a draw; the services judge it, these forms only parse."""

from typing import Any

from django import forms as fields

from mingqian.accounts.types import Actor
from mingqian.core.draw import ceremony as rules
from mingqian.draw.enums import PEOPLE_REASONS, SUBJECT_REASONS, ChangeReason, Opinion, Origin, VoidReason
from mingqian.draw.models import Draw
from mingqian.draw.selectors import seats
from mingqian.draw.types import PartySpec, SourceSpec
from mingqian.ui import forms

ORDERS = ((rules.TABLE, "现场掷骰：先出数，后揭示"), (rules.BEACON, "开奖或信标：先揭示，后出数"))
SOURCES = (("dice10", "十面骰（20 次）"), ("dice6", "六面骰（26 次）"))
COUNTS = {"dice10": 20, "dice6": 26}


class Prepare(forms.Form):
    """A new draw: for which plan, counted or rehearsed, and who sits at the table."""

    code = fields.CharField(label="抽取编号", max_length=32, help_text="字母、数字和连字符，例如 LW-2026-R1")
    plan = fields.ChoiceField(label="实施方案", help_text="只列出已启动的方案")
    origin = fields.ChoiceField(
        label="性质",
        choices=[(one.value, one.label) for one in Origin],
        help_text="演练的结果永远不能转为正式",
    )
    order = fields.ChoiceField(label="仪式顺序", choices=ORDERS)
    witness = fields.ChoiceField(label="纪检监察见证人")
    witness2 = fields.ChoiceField(label="第二见证人", required=False)
    outside = fields.CharField(
        label="第三方",
        max_length=60,
        required=False,
        help_text="企业代表、人大代表或公证处等；没有账号，用自己的手机或纸条封存",
    )

    def __init__(self, *args: Any, by: Actor, today: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.by = by
        witnesses = [(one.code, f"{one.name}（{one.unit}）") for one in seats.witnesses(by, on=today)]
        self._choose("plan", [(one.code, f"{one.title}（{one.code}）") for one in seats.plans(by)])
        self._choose("witness", witnesses)
        self._choose("witness2", [("", "不设"), *witnesses])
        self.units = {one.code: one.unit for one in seats.witnesses(by, on=today)}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, fields.ChoiceField)
        field.choices = choices

    def parties(self) -> list[PartySpec]:
        """The organiser first, as the protocol wants; outsiders are of other units than his."""
        told = self.cleaned_data
        found = [PartySpec("organiser", self.by.unit_name, False, self.by.code)]
        for role in ("witness", "witness2"):
            if told[role]:
                found.append(PartySpec(role, self.units[told[role]], True, told[role]))
        if told["outside"]:
            found.append(PartySpec("public", told["outside"], True))
        return found


class Again(Prepare):
    """The next attempt after a void."""

    legal_review = fields.CharField(
        label="法制审核文号", max_length=200, required=False, help_text="第三次及以后必须先经法制审核"
    )
    field_order = ("code", "order", "witness", "witness2", "outside", "legal_review")

    def __init__(self, *args: Any, old: Draw, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        del self.fields["plan"], self.fields["origin"]
        self.initial.setdefault("code", f"{old.code}-{old.attempt + 1}")


class Announce(forms.Form):
    """Which public source of randomness the plan names."""

    source = fields.ChoiceField(label="公开随机源", choices=SOURCES)

    def sources(self) -> list[SourceSpec]:
        """In the protocol's own fields."""
        kind = self.cleaned_data["source"]
        return [SourceSpec({"src": kind, "at": None, "count": COUNTS[kind]})]


class Reason(forms.Form):
    """Words that go on record."""

    reason = forms.Text(label="理由", max_length=400)


class Commitment(forms.Form):
    """A party's commitment; its secret stays on its own device."""

    commitment = fields.CharField(label="承诺（64 位十六进制）", min_length=64, max_length=64)


class Secret(forms.Form):
    """An opened envelope."""

    secret = fields.CharField(label="秘密串", min_length=20, max_length=128)


class Value(forms.Form):
    """What the dice showed."""

    value = fields.CharField(label="骰子点数", max_length=200, help_text="从左到右依次录入，不要空格")
    evidence = fields.CharField(
        label="凭据", max_length=400, help_text="照片编号或公告网址，例如“照片 IMG_0317 第 2 张”"
    )


class ReadBack(forms.Form):
    """The same, read again by somebody else who is not shown what was typed."""

    value = fields.CharField(
        label="您读到的点数", max_length=200, help_text="请看骰子照片重新读一遍，不看录入的数"
    )


class Sign(forms.Form):
    """无异议 or 有异议."""

    opinion = fields.ChoiceField(
        label="意见", choices=[(one.value, one.label) for one in Opinion], widget=fields.RadioSelect
    )
    remarks = fields.CharField(
        label="说明", max_length=400, required=False, help_text="有异议的必须写明，随结果一并公布"
    )


class Substitute(forms.Form):
    """Who is away, and why; who comes in follows from the order of the draw."""

    seat = fields.ChoiceField(label="谁不能参加")
    reason = fields.ChoiceField(label="原因", choices=[(one.value, one.label) for one in PEOPLE_REASONS])
    evidence = fields.CharField(label="凭据", max_length=400)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, fields.ChoiceField)
        field.choices = choices

    def told(self) -> dict[str, Any]:
        """As the service takes it."""
        team, _, seat = self.cleaned_data["seat"].partition("/")
        return {
            "team": int(team),
            "seat": seat,
            "reason": ChangeReason(self.cleaned_data["reason"]),
            "evidence": self.cleaned_data["evidence"],
        }


class Replace(forms.Form):
    """A drawn subject that cannot be found."""

    out = fields.ChoiceField(label="哪一家")
    reason = fields.ChoiceField(label="原因", choices=[(one.value, one.label) for one in SUBJECT_REASONS])
    evidence = fields.CharField(label="凭据", max_length=400)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["out"]
        assert isinstance(field, fields.ChoiceField)
        field.choices = choices


class Void(forms.Form):
    """Why an attempt is void."""

    reason = fields.ChoiceField(label="原因", choices=[(one.value, one.label) for one in VoidReason])
    evidence = fields.CharField(label="凭据", max_length=400)


class Decide(forms.Form):
    """The other person's answer."""

    approve = fields.ChoiceField(
        label="决定", choices=[("yes", "批准"), ("no", "不批准")], widget=fields.RadioSelect
    )
    remark = fields.CharField(label="意见", max_length=400, required=False)
