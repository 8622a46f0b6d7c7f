"""检查评价办法: what is looked at, by which standard, and which conclusions there are (XM-65)."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.planning.enums import PaperKind
from mingqian.planning.selectors import papers
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.ui.asking import Asking

COLUMNS = (
    Column("number", "序号", numeric=True),
    Column("content", "检查内容"),
    Column("standard", "检查标准"),
    Column("basis", "依据"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """The version in force of every item's method."""
    rows = papers.published(by, PaperKind.EVALUATION_METHOD).select_related("unit", "item")
    yield (rows,)
    newest: dict[str, Candidate] = {}
    for one in rows:
        approved = localdate(one.approved_at) if one.approved_at else None
        candidate = Candidate(
            NoticeKind.EVALUATION_METHOD, f"evaluation_method:{one.item.code}", one.title, one.unit.path,
            one.unit.code, approved, f"第 {one.number} 版", str(one.number),
        )  # fmt: skip
        newest.setdefault(one.item.code, candidate)
    return list(newest.values())


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """Content, standard and conclusions of the newest published version."""
    item = thing.removeprefix("evaluation_method:")
    row = papers.in_force(by, PaperKind.EVALUATION_METHOD, [item]).get(item)
    if row is None:
        raise Refused(denied("publicity.no_method", f"事项“{item}”没有已公布的检查评价办法"))
    text = papers.text(row)
    introduction = tuple(part for part in text.introduction.splitlines() if part.strip())
    return Content(
        title=text.title,
        lead=f"检查内容 {len(text.points)} 条",
        clause="厦门方案 三(六)；三(四)：逐项制定监管事项评价办法",
        facts=(
            ("事项代码", item),
            ("版次", f"第 {row.number} 版"),
            ("结论类型", "、".join(text.conclusions)),
        ),
        sections=(("说明", introduction),) if introduction else (),
        columns=COLUMNS,
        lines=tuple(
            Line(
                {
                    "number": point.number,
                    "content": point.content,
                    "standard": point.standard,
                    "basis": point.basis,
                }
            )
            for point in text.points
        ),
    )
