"""年度计划: the version published by planning, line by line, with what it leaves out and why (PD-20, FL-16)."""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.planning.enums import PlanState
from mingqian.planning.selectors import annual, rows
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.ui.asking import Asking

COLUMNS = (
    Column("number", "序号", numeric=True),
    Column("item", "抽查事项"),
    Column("unit", "责任单位"),
    Column("months", "抽查月份"),
    Column("ratio", "抽查比例"),
    Column("basis", "比例依据"),
    Column("method", "检查方式"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """Every plan in force, and one approved that is not; a plan that was adjusted asks for a corrected notice."""
    in_force = Q(state=PlanState.PUBLISHED) | Q(state=PlanState.APPROVED, previous__isnull=True)
    found = rows.annual_plans(by).filter(in_force).order_by("-year", "unit__path")
    yield (found,)
    return [
        Candidate(
            NoticeKind.ANNUAL_PLAN, f"annual_plan:{plan.unit.code}/{plan.year}", plan.title, plan.unit.path,
            plan.unit.code, localdate(started) if (started := plan.approved_at or plan.published_at) else None,
            f"第 {plan.version} 版", str(plan.version),
        )
        for plan in found
    ]  # fmt: skip


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """The plan in words anybody can check: item, months, ratio and the clause behind it."""
    unit, _, year = thing.removeprefix("annual_plan:").rpartition("/")
    plan = annual.plan(by, unit, int(year))
    if plan is None:
        raise Refused(denied("publicity.no_plan", f"没有已公布的 {year} 年度计划", "", "请先批准并公布计划"))
    lines = tuple(
        Line(
            {
                "number": line.number,
                "item": line.item_version.name,
                "unit": line.responsible_unit.name if line.responsible_unit else "",
                "months": "、".join(f"{one.month}月" for one in line.rounds.all()) or "根据需要",
                "ratio": annual.rule_words(line),
                "basis": line.rule_clause,
                "method": "、".join(METHODS.get(one, one) for one in line.methods),
            },
            key=line.item.code,
            name=line.item_version.name,
        )
        for line in annual.lines(by, plan)
    )
    left_out = [
        f"{one.item.code}：{one.reason}"
        for one in plan.omissions.select_related("item").order_by("item__code")
    ]
    return Content(
        title=plan.title,
        lead=f"{plan.year} 年安排抽查事项 {len(lines)} 项，本年不安排 {len(left_out)} 项。",
        clause="平顶山方案 四(一)；厦门方案 四(五)",
        facts=(
            ("文号", plan.document_no),
            ("制定单位", plan.unit.name),
            ("批准日期", localdate(plan.approved_at).isoformat() if plan.approved_at else ""),
            ("版次", f"第 {plan.version} 版"),
            *((("调整理由", plan.adjustment_reason),) if plan.adjustment_reason else ()),
        ),
        sections=(("本年不安排的事项和理由", tuple(left_out)),) if left_out else (),
        columns=COLUMNS,
        lines=lines,
        detail={"year": plan.year, "version": plan.version, "pack": plan.pack_name, "months": _months(lines)},
    )


METHODS = {
    "on_site": "现场检查",
    "written": "书面检查",
    "network": "网络核查",
    "self_check": "监管对象自查",
    "expert": "专业机构意见",
    "comparison": "网上信息技术比对",
}


def _months(lines: tuple[Line, ...]) -> list[int]:
    """How many items are drawn in each month, for the strip."""
    counted = [0] * 12
    for line in lines:
        for word in str(line.cells["months"]).split("、"):
            if word.endswith("月"):
                counted[int(word.removesuffix("月")) - 1] += 1
    return counted
