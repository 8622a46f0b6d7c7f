"""Notices written by hand: paragraphs, and a table as it is pasted from a sheet."""

from datetime import date, datetime

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.policy.layers import Effective
from mingqian.publicity import content as contents
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import notices
from mingqian.publicity.services import drafting
from mingqian.publicity.types import Column, Content, Line

MOST_COLUMNS = 20


def write(
    *,
    kind: NoticeKind,
    title: str,
    lead: str,
    clause: str,
    text: str,
    table: str,
    started_on: date | None,
    policy: Effective | None,
    by: Actor,
    now: datetime,
) -> Notice:
    """The first version; its thing is the kind with its title, so the same report is not written twice."""
    return drafting.draft(
        kind=kind,
        thing=f"{kind.value}:{title.strip()}"[:120],
        unit=_unit(by),
        content=_content(title, lead, clause, text, table),
        started_on=started_on,
        policy=policy,
        by=by,
        now=now,
    )


def correct(
    *,
    code: str,
    title: str,
    lead: str,
    clause: str,
    text: str,
    table: str,
    reason: str,
    by: Actor,
    now: datetime,
) -> Notice:
    """A corrected version in the author's own words."""
    content = _content(title, lead, clause, text, table)
    return drafting.correct(code=code, content=content, reason=reason, by=by, now=now)


def redraft(
    *, code: str, title: str, lead: str, clause: str, text: str, table: str, by: Actor, now: datetime
) -> Notice:
    """The draft in other words."""
    return drafting.redraft(code=code, content=_content(title, lead, clause, text, table), by=by, now=now)


def typed(row: Notice) -> dict[str, str]:
    """What would have been typed to write this notice: the start of its correction."""
    content = contents.read(row.head)
    rows = [[one.label for one in content.columns]] if content.columns else []
    rows += [[str(value) for value in line.cells.values()] for line in notices.lines(row)]
    return {
        "title": content.title,
        "lead": content.lead,
        "clause": content.clause,
        "text": "\n".join(para for _, paras in content.sections for para in paras),
        "table": "\n".join("\t".join(one) for one in rows),
    }


def _content(title: str, lead: str, clause: str, text: str, table: str) -> Content:
    paras = tuple(part.strip() for part in text.splitlines() if part.strip())
    columns, lines = _table(table)
    return Content(
        title=title,
        lead=lead,
        clause=clause,
        sections=(("正文", paras),) if paras else (),
        columns=columns,
        lines=lines,
    )


def _table(text: str) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    """Cells are parted by tabs, as every sheet pastes them; each row has as many as the head."""
    rows = [part.rstrip("\r").split("\t") for part in text.splitlines() if part.strip()]
    if not rows:
        return (), ()
    head = rows[0]
    wrong = [number for number, row in enumerate(rows[1:], 2) if len(row) != len(head)]
    if wrong or len(head) > MOST_COLUMNS:
        where = (
            f"第 {wrong[0]} 行有 {len(rows[wrong[0] - 1])} 格，栏目有 {len(head)} 格" if wrong else "栏目太多"
        )
        raise Refused(
            denied("publicity.table_uneven", f"表格不齐：{where}", "", "请从电子表格连同栏目整块复制粘贴")
        )
    keys = [f"c{number}" for number in range(1, len(head) + 1)]
    columns = tuple(Column(key, label.strip()) for key, label in zip(keys, head, strict=True))
    lines = tuple(Line(dict(zip(keys, (cell.strip() for cell in row), strict=True))) for row in rows[1:])
    return columns, lines


def _unit(by: Actor) -> str:
    """The notice speaks for the unit of the post: the bureau, or the district."""
    for path in sorted(by.scope_paths, key=len):
        return path.rstrip("/").rpartition("/")[2]
    raise Refused(denied("publicity.no_unit", f"{by.name}没有单位的数据范围，不能起草公示"))
