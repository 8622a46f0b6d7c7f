"""我的待办: what waits for this person in the vault."""

from datetime import datetime

from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.records import policies
from mingqian.records.selectors import items, watching
from mingqian.ui.types import Todo

MOST = 20


def mine(by: Actor, *, now: datetime) -> list[Todo]:
    """Leave to look and labels to decide; own recordings that are not here a day later."""
    found = []
    if by.has(*policies.HEADS):
        asked, labels, disposals = watching.to_decide(by)
        for count, title, detail, url in (
            (asked.count(), "调阅申请待批", "决定前审核、监督等调阅执法记录", "records:recalls"),
            (labels.count(), "密级标识待审", "申请降低执法记录的标识", "records:recalls"),
            (disposals.count(), "销毁清册待审", "到期执法记录，由第二人审定", "records:disposals"),
        ):
            if count:
                found.append(
                    Todo(
                        "记录",
                        f"{title} {count} 件",
                        detail,
                        reverse(url),
                        "去办理",
                        clause=policies.RECALL,
                    )
                )
    if by.has(*policies.FIELD) and by.person_id is not None:
        waiting = items.late(by, now=now)[1].filter(person_id=by.person_id).count()
        if waiting:
            told = f"有 {waiting} 份记录超过 24 小时没有传完"
            found.append(
                Todo(
                    "记录",
                    told,
                    "请打开现场应用继续上传",
                    reverse("records:items"),
                    "查看",
                    clause="音像记录须在24小时内上传",
                )
            )
    return found[:MOST]
