"""How often: draws per item and year, visits per subject with look-back, and what a recent check means.

Counting windows are closed at both ends: a check three months ago to the day is still recent, a day later
it is not (XM-58); a visit two years ago to the day still counts for 「每2年不超过1次」.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.timelimits import add_months
from mingqian.core.workdays import written


@dataclass(frozen=True, slots=True)
class Frequency:
    """Draws of one item in a period: 「每年不少于2次」, 「1—2次/年」, 「根据工作需要或1次/年」, 「每月1次」.

    ``as_needed`` lets a reason stand in for a missing draw; ``usually`` (一般) turns the ceiling into a
    warning that asks for a reason.
    """

    at_least: int = 0
    at_most: int | None = None
    months: int = 12
    as_needed: bool = False
    usually: bool = False
    clause: str = ""

    def __post_init__(self) -> None:
        if (
            self.at_least < 0
            or self.months < 1
            or (self.at_most is not None and self.at_most < self.at_least)
        ):
            raise ValueError("a frequency needs 0 ≤ at_least ≤ at_most and a period of months")

    @property
    def words(self) -> str:
        span = "每年" if self.months == 12 else "每月" if self.months == 1 else f"每{self.months}个月"
        least = f"不少于{self.at_least}次" if self.at_least else ""
        most = f"{'一般' if self.usually else ''}不超过{self.at_most}次" if self.at_most is not None else ""
        return span + ("，".join(filter(None, (least, most))) or "按需")


def planned(frequency: Frequency, draws: int, reason: str = "") -> Decision:
    """Does a plan hold the item often enough and not too often? (XM-48, PD-37, PD-40)"""
    if draws < frequency.at_least:
        if frequency.as_needed and reason:
            return allowed("frequency.as_needed", f"按工作需要安排{draws}次：{reason}", frequency.clause)
        remedy = "增加抽查次数" + ("，或写明按工作需要不安排的理由" if frequency.as_needed else "")
        return denied(
            "frequency.too_few",
            f"计划安排{draws}次，要求{frequency.words}",
            frequency.clause,
            remedy,
        )
    if frequency.at_most is not None and draws > frequency.at_most:
        return _too_often(frequency, draws, reason)
    return allowed("frequency.met", f"计划安排{draws}次，符合{frequency.words}", frequency.clause)


def another(frequency: Frequency, done: int, reason: str = "") -> Decision:
    """May one more draw of the item be held in this period? (PD-36: a second draw in the year warns)"""
    if frequency.at_most is not None and done + 1 > frequency.at_most:
        return _too_often(frequency, done + 1, reason)
    return allowed("frequency.open", f"本期第{done + 1}次", frequency.clause)


def _too_often(frequency: Frequency, draws: int, reason: str) -> Decision:
    told = f"本期第{draws}次，超过{frequency.words}"
    if not frequency.usually:
        return denied("frequency.too_many", told, frequency.clause, "减少次数，或转为专项检查并另行报批")
    if reason:
        return allowed("frequency.above_usual", f"{told}；理由：{reason}", frequency.clause)
    return denied("frequency.reason_missing", told, frequency.clause, "写明超过一般次数的理由")


class Window(StrEnum):
    """Over what a cap counts: looking back from the day, the calendar year, or since a start (有效期内)."""

    ROLLING = "rolling"
    YEAR = "year"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Visit:
    """One past check of a subject. ``lead``: by complaint, transfer, data warning or on request."""

    on: date
    kind: str = "on_site"
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """How often one subject may be visited. ``kinds`` that count (none named: all); lead-driven checks
    are never blocked and count only if the pack says so; ``unpenalised_only``: the cap protects a firm
    without a penalty in the year before (同一企业上一年度无处罚的)."""

    times: int
    months: int = 12
    window: Window = Window.ROLLING
    kinds: frozenset[str] = frozenset()
    counts_leads: bool = False
    unpenalised_only: bool = False
    clause: str = ""

    def __post_init__(self) -> None:
        if self.times < 1 or self.months < 1:
            raise ValueError("a cap allows one visit or more in a month or more")


def is_recent(visited: date, on: date, months: int) -> bool:
    """Was it visited within so many months before the day, the corresponding day included?"""
    return visited <= on <= add_months(visited, months)


def on_site_this_year(visits: Iterable[Visit], on: date) -> int:
    """On-site checks of the calendar year up to the day, whatever led to them (PD-24: 不受上限约束但计数)."""
    return sum(
        1 for visit in visits if visit.kind == "on_site" and visit.on.year == on.year and visit.on <= on
    )


def counted(cap: Cap, visits: Iterable[Visit], on: date, since: date | None = None) -> tuple[Visit, ...]:
    """The visits that fill the cap on this day, oldest first."""
    if cap.window is Window.SINCE and since is None:
        raise ValueError("a cap since a start needs the day of that start")
    return tuple(sorted((v for v in visits if _counts(cap, v, on, since)), key=lambda v: (v.on, v.kind)))


def _counts(cap: Cap, visit: Visit, on: date, since: date | None) -> bool:
    if visit.on > on or (cap.kinds and visit.kind not in cap.kinds) or (visit.lead and not cap.counts_leads):
        return False
    if cap.window is Window.SINCE:
        return since is not None and visit.on >= since
    if cap.window is Window.YEAR:
        return visit.on.year == on.year
    return is_recent(visit.on, on, cap.months)


def may_visit(
    cap: Cap,
    visits: Iterable[Visit],
    on: date,
    *,
    lead: bool = False,
    penalised: bool = False,
    since: date | None = None,
) -> Decision:
    """May this subject be checked (again) on this day? (国办发〔2024〕54号; 对同一单位每2年抽查不超过1次)"""
    filled = counted(cap, visits, on, since)
    if lead:
        return allowed(
            "cap.lead", f"线索驱动或企业申请的检查不受频次上限限制（已查{len(filled)}次）", cap.clause
        )
    if penalised and cap.unpenalised_only:
        return allowed("cap.penalised", "上一年度有行政处罚，不适用频次上限", cap.clause)
    if len(filled) < cap.times:
        return allowed("cap.open", f"已查{len(filled)}次，上限{cap.times}次", cap.clause)
    days = "、".join(written(v.on) for v in filled)
    told = f"{_span(cap)}已查{len(filled)}次（{days}），达到上限{cap.times}次"
    return denied(
        "cap.reached", told, cap.clause, "移出本次名单；确有投诉举报、转办交办等线索的，登记线索后按线索检查"
    )


def _span(cap: Cap) -> str:
    if cap.window is Window.YEAR:
        return "本年度"
    if cap.window is Window.SINCE:
        return "有效期内"
    years, rest = divmod(cap.months, 12)
    return f"{cap.months}个月内" if rest else f"{years}年内"


class Stage(StrEnum):
    """When a recent check may spare a subject: before the roll is frozen, or after it was drawn."""

    BEFORE_FREEZE = "before_freeze"
    AFTER_DRAW = "after_draw"


@dataclass(frozen=True, slots=True)
class Recency:
    """The pack's exemption of the recently checked (近3个月内检查过、不是异常监管对象的，可予以免检)."""

    months: int
    stages: frozenset[Stage]
    clause: str = ""


def may_exempt(
    rule: Recency, last: date | None, on: date, *, stage: Stage, abnormal: str = "", reason: str = ""
) -> Decision:
    """May this subject be exempted at this stage? It is a decision with a reason, never automatic."""
    if stage not in rule.stages:
        when = "名录冻结前" if stage is Stage.BEFORE_FREEZE else "抽取后"
        return denied("exempt.stage", f"本规则不允许在{when}免检", rule.clause, "按规则规定的阶段办理")
    if last is None or not is_recent(last, on, rule.months):
        seen = f"上次检查为{written(last)}" if last else "没有检查记录"
        return denied("exempt.not_recent", f"{rule.months}个月内未检查过（{seen}）", rule.clause, "照常检查")
    if abnormal:
        return denied("exempt.abnormal", f"属于异常监管对象（{abnormal}），不得免检", rule.clause, "照常检查")
    if not reason:
        return denied("exempt.reason", "免检须写明理由并经批准", rule.clause, "填写理由后报批")
    return allowed("exempt.granted", f"{written(last)}已检查，予以免检：{reason}", rule.clause)
