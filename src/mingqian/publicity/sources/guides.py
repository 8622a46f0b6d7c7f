"""办事指南: every field and the procedure of one power, as they stand; a gap keeps it from being published."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, demand_all, denied
from mingqian.guides import selectors as desk
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.ui.asking import Asking

PREFIX = "service_guide:"
CLAUSE = "石嘴山方案 2(2)；鄂州报告 三(二)"
COLUMNS = (
    Column("number", "序号", numeric=True),
    Column("step", "步骤"),
    Column("post", "岗位"),
    Column("days", "时限"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """The guide of every power in force; what it lacks is said where it is drafted."""
    today = localdate(now)
    rows = desk.guides.whole(desk.guides.visible(by))
    yield (rows,)
    found = []
    for one in desk.guides.running(list(rows), today):
        text, unit = desk.guides.text(one, today), one.power.unit
        gaps = len(desk.guides.gaps(text))
        found.append(
            Candidate(
                NoticeKind.SERVICE_GUIDE, f"{PREFIX}{one.power.code}", f"办事指南：{text.name}", unit.path, unit.code,
                None if gaps else one.changed_on, f"缺 {gaps} 项" if gaps else "内容齐全", desk.guides.stamp(text),
            )
        )  # fmt: skip
    return found


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """Fields as facts, the procedure as rows; refused with every gap named."""
    code, today = thing.removeprefix(PREFIX), localdate(now)
    row = desk.guides.one(by, code)
    if row is None or not desk.guides.running([row], today):
        raise Refused(denied("publicity.no_guide", f"职权“{code}”没有可以公示的办事指南", CLAUSE, "请先填写"))
    text = desk.guides.text(row, today)
    demand_all(desk.guides.gaps(text))
    return Content(
        title=f"办事指南：{text.name}",
        lead=text.promise,
        clause=CLAUSE,
        facts=desk.guides.facts(text),
        columns=COLUMNS,
        desk_lines=frozenset({"咨询电话", "投诉电话"}),
        lines=tuple(
            Line(
                {
                    "number": number,
                    "step": one.name,
                    "post": one.post,
                    "days": one.limit,
                }
            )
            for number, one in enumerate(text.steps, 1)
        ),
    )
