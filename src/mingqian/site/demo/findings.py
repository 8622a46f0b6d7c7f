"""What the teams found: which of the drawn tasks ends how, and in which words. Numbers in, tasks' answers out.

The table of the demo year says how many; here it is settled which, by the hash of a task's code, so that the
story has no favourites and repeats.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

SUBSIDY = "LW-23"
ON_THE_SPOT = 3
"""Holders of the subsidy who paid back on the spot (S6: three suspicious ones)."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "LW-01": ("许可证到期未办理延续", "未公示收费标准"),
    "LW-02": ("招生简章与备案内容不一致",),
    "LW-03": ("教学档案缺少学员签到记录", "收费未出具票据"),
    "LW-04": ("考评人员档案不全",),
    "LW-05": ("被派遣劳动者比例超过用工总量的10%", "派遣协议未载明社会保险缴纳方式"),
    "LW-06": ("3名职工未订立书面劳动合同", "加班工资未足额支付", "职工名册不完整", "未按月书面提供工资清单"),
    "LW-09": ("集体合同到期未续签",),
    "LW-12": ("综合计算工时未告知职工",),
    "LW-14": ("2名职工缴费基数少报", "1名职工试用期内未参保"),
    "LW-15": ("外国人就业登记变更未备案",),
    "LW-18": ("补贴发放台账与批复不一致",),
    "LW-21": ("聘用合同到期未续订",),
    "LW-22": ("培训课时记录缺失",),
    "LW-23": ("申报住址变动未报告，已当场退回多领部分",),
}
_PLAIN = ("台账不完整，部分材料缺失",)
UNCOOPERATIVE = "拒绝提供用工台账，经责令仍不改正"
ANSWERED = ("补充材料属实，问题已在检查当日改正", "经复核，对象陈述的理由不成立，维持初步结果")
DEFENCE = ("已于检查当日补签并提供补签合同，请予复核", "对认定的人数有异议，附考勤记录")


@dataclass(frozen=True, slots=True)
class Drawn:
    """As much of a task as the story needs."""

    code: str
    item: str
    subject: str
    on_site: bool
    person: bool
    number: int = 0

    @property
    def firm(self) -> bool:
        """An enterprise, by its number."""
        return self.subject.startswith("USCC:91")


@dataclass(frozen=True, slots=True)
class Finding:
    """How a task ended for the team, with its words; ``answers`` mark the first point of the sheet."""

    outcome: str
    problems: str = ""

    @property
    def visited(self) -> bool:
        """The sheet was filled in."""
        return self.outcome in ("none", "corrected", "rectify", "case")

    @property
    def met(self) -> bool:
        """Somebody was there to be shown the certificates."""
        return self.visited or self.outcome == "uncooperative"


NOTHING = Finding("none")
PROBLEMS = ("corrected", "rectify", "case", "uncooperative")
_Fit = Callable[[Drawn], bool]
# outcome → where such a thing happens.
_FITS: Mapping[str, _Fit] = {
    "uncooperative": lambda one: one.on_site and one.item == "LW-06" and one.firm,
    "case": lambda one: one.on_site and one.item in ("LW-05", "LW-06") and one.firm,
    "unreachable": lambda one: one.on_site and one.firm,
    "no_activity": lambda one: one.item in ("LW-01", "LW-05", "LW-10", "LW-12"),
    "rectify": lambda one: not one.person,
    "corrected": lambda one: not one.person,
}


def settle(tasks: Iterable[Drawn], wanted: Mapping[str, int]) -> dict[str, Finding]:
    """An answer for every task: so many of each kind, at most one that is not 「未发现问题」 per subject."""
    order = sorted(tasks, key=lambda one: hashlib.sha256(one.code.encode()).digest())
    found = {one.code: NOTHING for one in order}
    taken: set[str] = set()
    people = [one for one in order if one.item == SUBSIDY][: min(ON_THE_SPOT, wanted.get("corrected", 0))]
    for one in people:
        found[one.code] = Finding("corrected", _words(one))
    for outcome, fits in _FITS.items():
        left = wanted.get(outcome, 0) - (len(people) if outcome == "corrected" else 0)
        for one in _pick(order, fits, taken, left):
            found[one.code] = Finding(outcome, _problem(outcome, one))
    return found


def _pick(order: Sequence[Drawn], fits: _Fit, taken: set[str], count: int) -> list[Drawn]:
    chosen: list[Drawn] = []
    for one in order:
        if len(chosen) == count:
            return chosen
        if fits(one) and one.subject not in taken:
            taken.add(one.subject)
            chosen.append(one)
    if len(chosen) < count:
        raise LookupError(f"the draw has too few tasks for the story: {len(chosen)} of {count}")
    return chosen


def _problem(outcome: str, one: Drawn) -> str:
    if outcome == "uncooperative":
        return UNCOOPERATIVE
    return _words(one) if outcome in PROBLEMS else ""


def _words(one: Drawn) -> str:
    choice = _WORDS.get(one.item, _PLAIN)
    return choice[one.number % len(choice)]
