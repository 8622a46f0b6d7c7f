"""行政执法人员清单: exactly five fields (石嘴山方案 2(1)); who is not confirmed is not in it."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.publicity import stamping
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.registry import selectors as registries
from mingqian.ui.asking import Asking

COLUMNS = (
    Column("name", "姓名"),
    Column("duty", "职务"),
    Column("category", "执法类型"),
    Column("certificate", "证件编号"),
    Column("until", "有效日期"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """The bureau's list, once somebody in it is confirmed."""
    bureau = accounts.bureau()
    if bureau is None or not by.covers(bureau.path):
        return []
    listed = registries.inspectors.published_list(by, localdate(now))
    yield (listed,)
    if not listed:
        return []
    stamp = stamping.of("/".join(map(str, one)) for one in listed)
    return [
        Candidate(
            NoticeKind.INSPECTOR_LIST, f"inspector_list:{bureau.code}", "行政执法人员清单", bureau.path, bureau.code,
            None, f"已确认 {len(listed)} 人", stamp,
        )
    ]  # fmt: skip


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """Five fields and no other; the certificate number is what somebody at the door can check."""
    listed = registries.inspectors.published_list(by, localdate(now))
    return Content(
        title="行政执法人员清单",
        lead=f"在册行政执法人员 {len(listed)} 人。遇检查时请核对证件编号；不在清单或证件已到期的，您可以拒绝检查并举报。",
        clause="石嘴山方案 2(1)：姓名、职务、执法类型、证件编号、有效日期",
        facts=(("人数", f"{len(listed)} 人"),),
        columns=COLUMNS,
        lines=tuple(
            Line(
                {
                    "name": name,
                    "duty": duty,
                    "category": category,
                    "certificate": number,
                    "until": str(until),
                },
                key=number,
                name=name,
            )
            for name, duty, category, number, until in listed
        ),
    )
