"""Receipts of the channels that are not our own: a sheet at the window, an article, another site."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.publicity import policies
from mingqian.publicity.enums import AUTOMATIC, Channel, NoticeState
from mingqian.publicity.models import Notice, Receipt
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import notices


@transaction.atomic
def record(
    *,
    code: str,
    channel: Channel,
    place: str,
    evidence: str = "",
    posted_at: datetime,
    by: Actor,
    now: datetime,
) -> Receipt:
    """Where it hangs or which address it has, since when, and what shows it; of a withdrawn one: that it is gone."""
    row = notices.released(by, code)
    gone = row.state == NoticeState.WITHDRAWN
    demand_all(
        [
            policies.may(by, Verb.RECORD_RECEIPT, row.unit.path),
            _posted_there(row, channel) if gone else _released(row),
            _own_hand(channel),
            _placed(row, place, posted_at, now),
        ]
    )
    found = Receipt.objects.create(
        notice=row,
        channel=channel.value,
        place=place.strip(),
        evidence=evidence.strip(),
        posted_at=posted_at,
        by_id=policies.person(by),
        recorded_at=now,
    )
    body = {"channel": channel.value, "place": found.place, "version": row.version}
    kind = "notice.taken_down" if gone else "notice.receipt_recorded"
    audit.record(kind, by=by, now=now, thing=f"notice:{code}", body=body)
    return found


def _released(row: Notice) -> Decision:
    if row.state == NoticeState.RELEASED:
        return allowed()
    told = f"公示 {row.code} 目前为“{NoticeState(row.state).label}”，没有可登记的回执"
    return denied("publicity.not_released", told, "", "请在发布之后登记")


def _posted_there(row: Notice, channel: Channel) -> Decision:
    """石嘴山 1(2): what is withdrawn leaves every channel it was posted in, and each says so."""
    if channel in notices.still_up(row):
        return allowed()
    told = f"公示 {row.code} 没有登记过在“{channel.label}”公布，或者已经登记撤下"
    return denied("publicity.not_posted", told, "石嘴山方案 1(2)：撤销、更正、更新机制", "请选择公布过的渠道")


def _own_hand(channel: Channel) -> Decision:
    if channel not in AUTOMATIC:
        return allowed()
    return denied("publicity.automatic", f"{channel.label}的回执由系统登记", "", "请选择其他渠道")


def _placed(row: Notice, place: str, posted_at: datetime, now: datetime) -> Decision:
    since, what = row.released_at, "发布"
    if row.state == NoticeState.WITHDRAWN:
        since, what = row.withdrawal.at, "撤下"
    if place.strip() and since is not None and since <= posted_at <= now:
        return allowed()
    return denied(
        "publicity.receipt_incomplete",
        f"须写明网址或张贴地点，时间在{what}之后、现在之前",
        "",
        "请核对地点和时间",
    )
