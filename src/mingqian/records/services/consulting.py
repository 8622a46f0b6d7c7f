"""查看: only with a purpose, each look a line of the access log, refused tries included (石嘴山 9(2))."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, demand, denied
from mingqian.records import known, policies
from mingqian.records.enums import ItemState, Label, Looked, RecallState
from mingqian.records.models import Item, Look, Recall

OPEN_FOR = timedelta(minutes=30)


def look(media: UUID, *, purpose: str, words: str, take: bool = False, by: Actor, now: datetime) -> Look:
    """Open one record for half an hour. Whether it is granted or not, the try stands in the log."""
    item = Item.objects.select_related("unit").filter(media=media).first()
    if item is None:
        raise Refused(denied("records.item.not_found", "没有这份记录", "", "请从记录清单进入"))
    demand(policies.purpose_is_given(purpose, words))
    recall = running(item.thing, by=by, now=now)
    answer = _granted(item, recall, take, by)
    with transaction.atomic():
        made = _log(item, purpose, words, take and answer.ok, answer, recall, by, now)
    demand(answer)
    return made


def _granted(item: Item, recall: Recall | None, take: bool, by: Actor) -> Decision:
    if item.state == ItemState.DESTROYED:
        return denied("records.destroyed", "这份记录已依法销毁", policies.KEEPING, "销毁清册里有它的登记")
    kind, key = known.kind_of(item.thing)
    right = kind.may_see(by, key)
    if not right.ok and recall is None:
        return denied("records.may_not_look", right.reason, policies.RECALL, "请先申请调阅，经批准后查看")
    cleared = policies.cleared(by, Label(item.label), recorded_by=item.person_id)
    if not cleared.ok:
        return cleared
    return policies.may_take_away(by) if take else cleared


def _log(
    item: Item, purpose: str, words: str, kept: bool, answer: Decision, recall: Recall | None,
    by: Actor, now: datetime,
) -> Look:  # fmt: skip
    outcome = Looked.OPENED if answer.ok else Looked.REFUSED
    made = Look.objects.create(
        item=item, by_id=policies.person(by), at=now, until=now + OPEN_FOR if answer.ok else now,
        purpose=purpose, words=" ".join(words.split())[:200], outcome=outcome.value, why=answer.reason[:300],
        recall=recall, kept=kept,
    )  # fmt: skip
    body = {
        "receipt": item.receipt,
        "purpose": purpose,
        "words": made.words,
        "copy": kept,
        "reason": answer.reason,
    }
    event = "records.looked_at" if answer.ok else "records.look_refused"
    audit.record(event, by=by, now=now, thing=item.thing, body=body)
    return made


def running(thing: str, *, by: Actor, now: datetime) -> Recall | None:
    """This person's leave to consult the records of a thing, if it still runs."""
    return (
        Recall.objects.filter(
            thing=thing, asked_by_id=by.person_id, state=RecallState.APPROVED.value, until__gte=localdate(now)
        )
        .order_by("-until")
        .first()
    )
