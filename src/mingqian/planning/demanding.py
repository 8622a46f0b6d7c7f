"""When a demand is in time, and which year it serves. Pure.

FL-16 发起部门在每年6月底前，提出“双随机”抽查需求; FL-17 也可根据工作实际，适时提出. The source does not
say which year a demand serves: the pack does, and the answer is shown with it.
"""

from dataclasses import dataclass
from datetime import date

from mingqian.core.decision import Decision, denied
from mingqian.planning.enums import DemandKind
from mingqian.planning.types import PlanningRules


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a demand belongs: its kind, the year it serves, the window it met."""

    kind: DemandKind
    serves_year: int
    serves_clause: str
    until: date | None
    window_clause: str


def place(on: date, rules: PlanningRules, *, reason: str, ad_hoc: bool = False) -> Placed | Decision:
    """A demand proposed on this day; after the window only with a reason."""
    if ad_hoc or _is_late(on, rules):
        if reason.strip():
            clause = rules.demand_until.clause if rules.demand_until else ""
            told = "适时提出的需求列入当年计划"
            return Placed(DemandKind.AD_HOC, on.year, told, deadline(on.year, rules), clause)
        return _reason_missing(on, rules)
    serves = rules.demand_serves
    next_year = serves is None or serves.value == "next"
    return Placed(
        kind=DemandKind.WINDOW,
        serves_year=on.year + next_year,
        serves_clause=serves.clause if serves else "文件未说明所属年度，按次年处理",
        until=deadline(on.year, rules),
        window_clause=rules.demand_until.clause if rules.demand_until else "",
    )


def deadline(year: int, rules: PlanningRules) -> date | None:
    """The last day of the window of a year, itself included; dates do not roll."""
    until = rules.demand_until
    return date(year, until.value.month, until.value.day) if until else None


def _is_late(on: date, rules: PlanningRules) -> bool:
    last = deadline(on.year, rules)
    return last is not None and on > last


def _reason_missing(on: date, rules: PlanningRules) -> Decision:
    last = deadline(on.year, rules)
    late = f"{on}已过年度提出期限{last}，" if last is not None and on > last else ""
    return denied(
        "demand.reason",
        f"{late}适时提出抽查需求须写明理由",
        rules.demand_until.clause if rules.demand_until else "涪陵指引 四(一)",
        "请填写加强事中事后监管的工作需要",
    )
