"""对象名录: bodies by name and credit code; natural persons are counted, never listed (SZ-14, XM-71)."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.publicity import redaction
from mingqian.publicity.enums import KeepBackGround, NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line, Withheld
from mingqian.registry import selectors as registries
from mingqian.registry.enums import SubjectKind, SubjectStatus
from mingqian.ui.asking import Asking
from mingqian.ui.words import day

COLUMNS = (
    Column("number", "统一社会信用代码"),
    Column("name", "名称"),
    Column("kind", "类别"),
    Column("status", "状态"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """The bureau's registry as a whole, once there is anybody in it."""
    bureau = accounts.bureau()
    if bureau is None or not by.covers(bureau.path):
        return []
    rows = registries.subjects.visible(by)
    newest = rows.order_by("-changed_at").values_list("changed_at", flat=True)[:1]
    yield (newest,)
    return [
        Candidate(
            NoticeKind.SUBJECT_LIST, f"subject_list:{bureau.code}", "检查对象名录", bureau.path, bureau.code, None,
            f"名录更新于 {day(changed)}", localdate(changed).strftime("%Y-%m"),
        )
        for changed in newest
    ]  # fmt: skip


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """Names, codes, kinds and states only: no address, no phone, no representative."""
    rows = registries.subjects.visible(by).order_by("code")
    people = rows.filter(kind=SubjectKind.NATURAL_PERSON).count()
    bodies = rows.exclude(kind=SubjectKind.NATURAL_PERSON).values_list(
        "code", "number", "name", "kind", "status"
    )
    lines = [
        Line(
            {
                "number": number,
                "name": name,
                "kind": SubjectKind(kind).label,
                "status": SubjectStatus(status).label,
            },
            key=number,
            name=name,
        )
        for code, number, name, kind, status in bodies.iterator()
        if not redaction.is_person(code)
    ]
    ground = KeepBackGround.PRIVACY
    return Content(
        title="检查对象名录",
        lead=f"机构 {len(lines):,} 家。自然人只公布人数。",
        clause="石嘴山方案 2(3)",
        facts=(("机构数", f"{len(lines)} 家"), ("名录日期", localdate(now).isoformat())),
        columns=COLUMNS,
        lines=tuple(lines),
        withheld=(Withheld("自然人，不公示", ground.clause, people),) if people else (),
    )
