"""Bringing messages out of the house: claim a row, try once, write down what came of it.

The claim is committed before the attempt and the result after it; no transaction is open while a server is
talked to. A worker killed in between leaves ``sending``: a push is tried again, because the receiver drops a key
it has seen; a mail may have gone, so it is laid before the system's keeper instead of being sent twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, denied
from mingqian.messages import channels, policies
from mingqian.messages.enums import Channel, DeliveryState
from mingqian.messages.models import Delivery
from mingqian.messages.preset import Outside

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
"""The pause after each failed attempt; after the last there is no further one."""
LOST = timedelta(minutes=10)
"""A claim older than this belonged to a worker that is no more."""
AT_ONCE = 200
UNSURE = "发送途中程序中断，不知是否送到；再发可能重复"


@dataclass(frozen=True, slots=True)
class Brought:
    """What one round came to."""

    sent: int = 0
    failed: int = 0
    dead: int = 0


def deliver(*, quiet: Callable[[datetime], bool], clock: Callable[[], datetime]) -> Brought:
    """Try everything that is due. In quiet hours only what is urgent goes."""
    now = clock()
    _take_back(now)
    due = Delivery.objects.filter(state=DeliveryState.WAITING.value, next_at__lte=now)
    if quiet(now):
        due = due.filter(urgent=True)
    counts = dict.fromkeys(("sent", "failed", "dead"), 0)
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if _claimed(pk, clock()):
            counts[_tried(pk, clock)] += 1
    return Brought(**counts)


def _claimed(pk: int, now: datetime) -> bool:
    waiting = Delivery.objects.filter(pk=pk, state=DeliveryState.WAITING.value)
    claim = {"state": DeliveryState.SENDING.value, "attempts": F("attempts") + 1, "next_at": now}
    return bool(waiting.update(**claim))


def _tried(pk: int, clock: Callable[[], datetime]) -> str:
    row = Delivery.objects.select_related("message__person").get(pk=pk)
    try:
        _attempt(row, settings.OUTSIDE_MESSAGES, clock())
    except channels.NotSent as error:
        return _failed(row, str(error), clock())
    sent = {"state": DeliveryState.SENT.value, "sent_at": clock(), "error": ""}
    Delivery.objects.filter(pk=pk, state=DeliveryState.SENDING.value).update(**sent)
    return "sent"


def _attempt(row: Delivery, out: Outside, now: datetime) -> None:
    key, message = f"mingqian-{row.pk}-{int(row.message.at.timestamp())}", row.message
    link = f"{out.address}{message.url}" if out.address else ""
    if row.channel == Channel.EMAIL:
        if not out.by_mail:
            raise channels.NotSent("本局没有开通邮件")
        foot = [f"去办理：{link}" if link else "请登录系统办理", f"为什么通知您：{message.why}"]
        foot.append("不想再收到邮件：登录后在“消息 › 提醒设置”里取消。")
        body = "\n".join([row.body, "", *foot])
        channels.mail(out, to=row.address, subject=message.title, body=body, key=key, at=now)
        return
    if not out.by_webhook:
        raise channels.NotSent("本局没有开通推送接口")
    told = {"id": key, "person": message.person.code, "title": message.title, "text": row.body, "url": link}
    channels.push(out, body={**told, "why": message.why, "at": message.at.isoformat()}, key=key, at=now)


def _failed(row: Delivery, why: str, now: datetime) -> str:
    """Wait longer each time; after the last attempt lay it before the system's keeper."""
    dead = row.attempts > len(BACK_OFF)
    pause = timedelta() if dead else BACK_OFF[row.attempts - 1]
    state = DeliveryState.DEAD if dead else DeliveryState.WAITING
    Delivery.objects.filter(pk=row.pk, state=DeliveryState.SENDING.value).update(
        state=state.value, error=why[:300], next_at=now + pause
    )
    return "dead" if dead else "failed"


def _take_back(now: datetime) -> None:
    """What a killed worker left: a push waits again, a mail becomes a question for a person."""
    lost = Delivery.objects.filter(state=DeliveryState.SENDING.value, next_at__lt=now - LOST)
    lost.filter(channel=Channel.WEBHOOK.value).update(state=DeliveryState.WAITING.value)
    lost.filter(channel=Channel.EMAIL.value).update(state=DeliveryState.DEAD.value, error=UNSURE)


@transaction.atomic
def retry(*, delivery: int, by: Actor, now: datetime) -> Delivery:
    """A person decides that a dead letter is tried once more, from the first pause on."""
    policies.demand_keeper(by)
    dead = Q(pk=delivery, state=DeliveryState.DEAD.value)
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("message__person")
        .filter(dead)
        .first()
    )
    if row is None:
        raise Refused(denied("messages.not_dead", "这条消息不在“未送达”之列", "", "请刷新页面"))
    row.state, row.attempts, row.next_at = DeliveryState.WAITING.value, 0, now
    row.save(update_fields=["state", "attempts", "next_at"])
    body = {"channel": row.channel, "person": row.message.person.code, "error": row.error}
    audit.record("delivery.retried", by=by, now=now, thing=f"delivery:{row.pk}", body=body)
    return row
