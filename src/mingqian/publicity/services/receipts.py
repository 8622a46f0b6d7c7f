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
    """Where it hangs or which address it has, since when, and what shows it."""
    row = notices.released(by, code)
    demand_all(
        [
            policies.may(by, Verb.RECORD_RECEIPT, row.unit.path),
            _released(row),
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
    audit.record("notice.receipt_recorded", by=by, now=now, thing=f"notice:{code}", body=body)
    return found


def _released(row: Notice) -> Decision:
    if row.state == NoticeState.RELEASED:
        return allowed()
    told = f"公示 {row.code} 目前为“{NoticeState(row.state).label}”，没有可登记的回执"
    return denied("publicity.not_released", told, "", "请在发布之后登记")


def _own_hand(channel: Channel) -> Decision:
    if channel not in AUTOMATIC:
        return allowed()
    return denied("publicity.automatic", f"{channel.label}的回执由系统登记", "", "请选择其他渠道")


def _placed(row: Notice, place: str, posted_at: datetime, now: datetime) -> Decision:
    in_time = row.released_at is not None and row.released_at <= posted_at <= now
    if place.strip() and in_time:
        return allowed()
    return denied(
        "publicity.receipt_incomplete",
        "须写明网址或张贴地点，时间在发布之后、现在之前",
        "",
        "请核对地点和时间",
    )
