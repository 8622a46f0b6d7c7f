"""我的待办: what waits for this person in the vault."""

from datetime import datetime

from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.records import policies
from mingqian.records.selectors import items, watching
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Todo


def mine(by: Actor, *, now: datetime) -> Asking[list[Todo]]:
    """Leave to look and labels to decide; own recordings that are not here a day later."""
    return (yield from asking.joined(_to_decide(by), _not_here(by, now)))


def _to_decide(by: Actor) -> Asking[list[Todo]]:
    if not by.has(*policies.HEADS):
        return []
    asked, labels, disposals = yield from asking.gather(*map(asking.counted, watching.to_decide(by)))
    lines = (
        (asked, "调阅申请待批", "决定前审核、监督等调阅执法记录", "records:recalls"),
        (labels, "密级标识待审", "申请降低执法记录的标识", "records:recalls"),
        (disposals, "销毁清册待审", "到期执法记录，由第二人审定", "records:disposals"),
    )
    return [
        Todo(
            "记录", f"{title} {waiting} 件", detail, reverse(url), "去办理", clause=policies.RECALL,
        )
        for waiting, title, detail, url in lines
        if waiting
    ]  # fmt: skip


def _not_here(by: Actor, now: datetime) -> Asking[list[Todo]]:
    if not by.has(*policies.FIELD) or by.person_id is None:
        return []
    waiting = yield from asking.counted(items.late(by, now=now)[1].filter(person_id=by.person_id))
    if not waiting:
        return []
    told = f"有 {waiting} 份记录超过 24 小时没有传完"
    return [
        Todo(
            "记录", told, "请打开现场应用继续上传", reverse("records:items"), "查看",
            clause="音像记录须在24小时内上传",
        )
    ]  # fmt: skip
