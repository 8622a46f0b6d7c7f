"""What people type at a draw; the services judge it, these forms only parse."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms as fields

from mingqian.accounts.types import Actor
from mingqian.core.draw import beacons, sources
from mingqian.core.draw import ceremony as rules
from mingqian.draw.enums import (
    ORDERED,
    PEOPLE_REASONS,
    SUBJECT_REASONS,
    ChangeReason,
    Opinion,
    Orderer,
    Origin,
    VoidReason,
)
from mingqian.draw.models import Draw
from mingqian.draw.selectors import occasions, seats, source_words
from mingqian.draw.selectors.times import written
from mingqian.draw.types import Order, PartySpec, SourceSpec
from mingqian.ui import forms

REVIEW = "review/"
"""Before the code of a review among the choices: a plan's code holds no slash."""

ORDERS = ((rules.TABLE, "现场掷骰：先出数，后揭示"), (rules.BEACON, "开奖或信标：先揭示，后出数"))
DICE = (
    ("dice10", "十面骰掷 20 次（10^20 种，约 2^66）"),
    ("dice6", "六面骰掷 26 次（6^26 种，约 2^67）"),
)
COUNTS = {"dice10": 20, "dice6": 26}
NETWORKS = (
    ("", "不用"),
    (beacons.QUICKNET.hash, "quicknet：每 3 秒一轮（2^256 种）"),
    (beacons.DEFAULT.hash, "default：每 30 秒一轮（2^256 种）"),
)
LOTTERIES = {"KL8": ("快乐8", 20, 80), "SSQ": ("双色球红球", 6, 33), "DLT": ("大乐透前区", 5, 35)}
GAMES = (
    ("", "不用"),
    ("KL8", "快乐8：80 选 20（约 2^61，须再加一个来源）"),
    ("SSQ", "双色球红球：33 选 6（约 2^20，须再加来源）"),
    ("DLT", "大乐透前区：35 选 5（约 2^18，须再加来源）"),
)
VALUES = {
    "dice10": ("骰子点数", "从左到右依次录入，不要空格"),
    "dice6": ("骰子点数", "从左到右依次录入，不要空格"),
    "lottery": ("开奖号码", "用空格或逗号分开，先后不限"),
}


class Prepare(forms.Form):
    """A new draw: for which plan, counted or rehearsed, and who sits at the table."""

    code = fields.CharField(label="抽取编号", max_length=32, help_text="字母、数字和连字符，例如 LW-2026-R1")
    plan = fields.ChoiceField(label="实施方案或案卷评查", help_text="已启动的方案，已登记的案卷评查")
    origin = fields.ChoiceField(
        label="性质",
        choices=Origin.choices(),
        help_text="演练的结果永远不能转为正式",
    )
    order = fields.ChoiceField(label="仪式顺序", choices=ORDERS)
    witness = fields.ChoiceField(label="纪检监察见证人")
    witness2 = fields.ChoiceField(label="第二见证人", required=False)
    outside = fields.CharField(
        label="第三方",
        max_length=60,
        required=False,
        help_text="企业代表、人大代表或公证处等；没有账号，用自己的手机或纸条交出承诺",
    )

    def __init__(self, *args: Any, by: Actor, today: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.by = by
        witnesses = [(one.code, f"{one.name}（{one.unit}）") for one in seats.witnesses(by, on=today)]
        plans = [(one.code, f"{one.title}（{one.code}）") for one in seats.plans(by)]
        rounds = [
            (f"{REVIEW}{one.code}", f"案卷评查：{one.title}（{one.code}）") for one in occasions.reviews(by)
        ]
        self._choose("plan", [*plans, *rounds])
        self._choose("witness", witnesses)
        self._choose("witness2", [("", "不设"), *witnesses])
        self.units = {one.code: one.unit for one in seats.witnesses(by, on=today)}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, fields.ChoiceField)
        field.choices = choices

    def occasion(self) -> dict[str, str]:
        """The plan or the review, as the service takes it."""
        chosen = str(self.cleaned_data["plan"])
        code = chosen.removeprefix(REVIEW)
        return {"review": code} if chosen != code else {"plan": code}

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


class TableSources(forms.Form):
    """Dice on the table: which."""

    source = fields.ChoiceField(
        label="公开随机源",
        choices=DICE,
        widget=fields.RadioSelect,
        help_text="全部来源的可能结果须不少于 2^64 种，否则有人可以把结果全部试一遍",
    )

    def sources(self) -> list[SourceSpec]:
        """In the protocol's own fields."""
        kind = self.cleaned_data["source"]
        return [SourceSpec({"src": kind, "at": None, "count": COUNTS[kind]})]


class BeaconSources(forms.Form):
    """Numbers that come out somewhere else after everybody has revealed: one source or several."""

    network = fields.ChoiceField(label="drand 信标", choices=NETWORKS, required=False)
    network_at = forms.Moment(
        label="drand 出数时刻",
        required=False,
        help_text="取这一时刻起的第一轮；须晚于揭示期限、不晚于公开期限",
    )
    game = fields.ChoiceField(label="彩票", choices=GAMES, required=False)
    issue = fields.CharField(label="期号", max_length=20, required=False, help_text="例如 2026066")
    drawn_at = forms.Moment(label="开奖时刻", required=False)
    game2 = fields.ChoiceField(
        label="第二种彩票",
        choices=GAMES,
        required=False,
        help_text="只用彩票、不用信标的，两种合起来才够，例如快乐8 加双色球",
    )
    issue2 = fields.CharField(label="第二种的期号", max_length=20, required=False)
    drawn2_at = forms.Moment(label="第二种的开奖时刻", required=False)
    pulse = fields.IntegerField(label="NIST 信标脉冲序号", min_value=1, max_value=2**53 - 1, required=False,
        help_text=source_words.CAUTIONS["nist"],
    )  # fmt: skip
    pulse_at = forms.Moment(label="NIST 脉冲时刻", required=False, help_text="链 2，每分钟一个")

    def clean(self) -> dict[str, Any]:
        """Each source that is begun is whole, and there is one."""
        told = super().clean() or {}
        for begun, rest in (
            ("network", ("network_at",)),
            ("game", ("issue", "drawn_at")),
            ("game2", ("issue2", "drawn2_at")),
            ("pulse", ("pulse_at",)),
        ):
            for name in rest:
                if told.get(begun) and name not in self.errors and not told.get(name):
                    self.add_error(name, "请填写这一项")
        if not any(told.get(name) for name in ("network", "game", "game2", "pulse")):
            raise fields.ValidationError("请至少选定一个公开随机源")
        return told

    def sources(self) -> list[SourceSpec]:
        """In the protocol's own fields, in the order of the form."""
        told, found = self.cleaned_data, []
        if told["network"]:
            chain = beacons.CHAINS[told["network"]]
            round_ = chain.first_round(told["network_at"])
            found.append(
                {"src": "drand", "at": written(chain.due(round_)), "chain": chain.hash, "round": round_}
            )
        for game, issue, at in (("game", "issue", "drawn_at"), ("game2", "issue2", "drawn2_at")):
            if told[game]:
                name, count, most = LOTTERIES[told[game]]
                drawn = {"src": "lottery", "at": written(told[at]), "game": name, "issue": told[issue]}
                found.append({**drawn, "count": count, "max": most})
        if told["pulse"]:
            found.append({"src": "nist", "at": written(told["pulse_at"]), "chain": 2, "pulse": told["pulse"]})
        return [SourceSpec(one) for one in found]


class Reason(forms.Form):
    """Words that go on record."""

    reason = forms.Text(label="理由", max_length=400)


class ReadBack(forms.Form):
    """What one person sees on the table, on the draw's page or on the beacon's; typed by two, one after the other."""

    value = fields.CharField(max_length=200, required=False)
    page = forms.Text(
        label="信标页面的内容", max_length=beacons.LONGEST, rows=8, required=False, pasted=True,
        help_text="在另一台联网的电脑或手机上打开，从“{”到“}”整段粘贴；服务器自己不联网",
    )  # fmt: skip

    def __init__(self, *args: Any, source: Mapping[str, Any], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.source = source
        del self.fields["value" if source["src"] in sources.BEACON else "page"]
        if "value" in self.fields:
            label, hint = VALUES[source["src"]]
            self.fields["value"].label, self.fields["value"].help_text = label, hint
            self.fields["value"].required = True
        else:
            self.fields["page"].label = f"{self.fields['page'].label}：{beacons.address(source)}"
            self.fields["page"].required = True
            told = (str(self.fields["page"].help_text), source_words.caution(source))
            self.fields["page"].help_text = "。".join(one for one in told if one)

    def clean_value(self) -> str:
        """Lottery numbers in any order and writing, as people copy them."""
        typed = str(self.cleaned_data["value"])
        if self.source["src"] != "lottery":
            return typed
        width = len(str(self.source["max"]))
        return ",".join(sorted(one.zfill(width) for one in re.findall(r"[0-9]+", typed)))

    def clean_page(self) -> str:
        """The page of the announced round or pulse, whose figures add up."""
        try:
            self.cleaned_data["value"], self.told = beacons.taken(self.source, self.cleaned_data["page"])
        except beacons.BeaconError as error:
            raise fields.ValidationError(str(error)) from None
        return self.told


class Value(ReadBack):
    """The same by whoever reads first, with what can be shown for it."""

    evidence = fields.CharField(
        label="凭据",
        max_length=400,
        required=False,
        help_text="照片编号或公告网址，例如“照片 IMG_0317 第 2 张”",
    )

    def __init__(self, *args: Any, source: Mapping[str, Any], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, source=source, **kwargs)
        if "page" in self.fields:
            del self.fields["evidence"]
        else:
            self.fields["evidence"].required = True

    def evidence_told(self) -> str:
        """What was typed, or what the page proves."""
        return str(self.cleaned_data.get("evidence") or self.cleaned_data.get("page"))


class Sign(forms.Form):
    """无异议 or 有异议."""

    opinion = fields.ChoiceField(label="意见", choices=Opinion.choices(), widget=fields.RadioSelect)
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
    """Why an attempt is void; from the seed on only by order, with the decision's author, number and day."""

    ORDER = ("orderer", "name", "number", "on")
    reason = fields.ChoiceField(label="原因", widget=fields.RadioSelect)
    orderer = fields.ChoiceField(
        label="决定机关", choices=[("", "不是由机关决定的"), *Orderer.choices()], required=False,
        help_text="名录有误、责令作废的必填",
    )  # fmt: skip
    name = fields.CharField(label="机关名称", max_length=100, required=False)
    number = fields.CharField(
        label="文书文号",
        max_length=100,
        required=False,
        help_text="照生效文书填写，例如判决书、复议决定书的文号",
    )
    on = forms.DateField(label="文书日期", required=False)
    errors_in = forms.Text(
        label="名录里有误的行", max_length=20_000, required=False,
        help_text="只在名录有误时填写：每行一个统一社会信用代码或编号；重抽时只有这些行可以更正",
    )  # fmt: skip
    evidence = fields.CharField(label="凭据和理由", max_length=200, help_text="公布，照写在公开日志里")

    def __init__(self, *args: Any, fixed: bool = True, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, fields.ChoiceField)
        field.choices = [(one.value, one.label) for one in (ORDERED if fixed else VoidReason)]
        orderer = self.fields["orderer"]
        assert isinstance(orderer, fields.ChoiceField)
        if fixed:
            orderer.choices = [("", "请选择"), *Orderer.choices()]
            for name in self.ORDER:
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """An order is whole; without one there is none."""
        told = super().clean() or {}
        if told.get("reason") in ORDERED:
            for name in self.ORDER:
                if name not in self.errors and not told.get(name):
                    self.add_error(name, "请填写这一项")
        return told

    def told(self) -> dict[str, Any]:
        """As the service takes it."""
        told = self.cleaned_data
        reason = VoidReason(told["reason"])
        order = (
            Order(Orderer(told["orderer"]), told["name"], told["number"], told["on"])
            if reason in ORDERED
            else None
        )
        return {
            "reason": reason,
            "evidence": told["evidence"],
            "errors": told["errors_in"].split(),
            "order": order,
        }


class Decide(forms.Form):
    """The other person's answer."""

    approve = fields.ChoiceField(
        label="决定", choices=[("yes", "批准"), ("no", "不批准")], widget=fields.RadioSelect
    )
    remark = fields.CharField(label="意见", max_length=400, required=False)
