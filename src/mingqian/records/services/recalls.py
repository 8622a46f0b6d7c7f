"""调阅: who has no right of their own asks; a head of the unit decides, until a day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, demand_all, denied
from mingqian.records import known, policies
from mingqian.records.enums import RecallState
from mingqian.records.models import Item, Recall

LONGEST = timedelta(days=60)


@transaction.atomic
def ask(*, thing: str, purpose: str, words: str, by: Actor, now: datetime) -> Recall:
    """申请."""
    demand(policies.purpose_is_given(purpose, words))
    about = known.described(thing)
    if about is None or not Item.objects.filter(thing=thing).exists():
        raise Refused(denied("records.thing.not_found", "没有这件事，或者还没有记录", "", "请核对编号"))
    person = policies.person(by)
    if Recall.objects.filter(thing=thing, asked_by_id=person, state=RecallState.ASKED.value).exists():
        told = "您对这件事的调阅申请还在审批"
        raise Refused(denied("records.recall_waiting", told, policies.RECALL, "请等待批准"))
    made = Recall.objects.create(
        thing=thing, unit_id=about.unit, purpose=purpose, words=" ".join(words.split())[:300],
        asked_by_id=person, asked_at=now,
    )  # fmt: skip
    body = {"recall": made.pk, "purpose": purpose, "words": made.words}
    audit.record("records.recall_asked", by=by, now=now, thing=thing, body=body)
    return made


@transaction.atomic
def decide(
    recall: int, *, yes: bool, until: date | None = None, remark: str = "", by: Actor, now: datetime
) -> Recall:
    """批准至某日, or not, with the reason."""
    row = Recall.objects.select_for_update().select_related("unit").filter(pk=recall).first()
    if row is None or row.state != RecallState.ASKED:
        raise Refused(denied("records.recall.not_found", "没有这份申请，或者已经决定", "", "请刷新列表"))
    demand_all(
        [
            policies.may_decide(by, known.paths(row.thing, row.unit.path), "批准调阅", policies.RECALL),
            policies.another(by, row.asked_by_id, "申请人"),
        ]
    )
    today = localdate(now)
    if yes and (until is None or not today <= until <= today + LONGEST):
        told = f"调阅期限应在今天至 {LONGEST.days} 天之内"
        raise Refused(denied("records.recall_until", told, policies.RECALL, "请填写到哪一天为止"))
    if not yes and len(remark.strip()) < 4:
        raise Refused(
            denied("records.no_words", "没有写明不批准的原因", policies.RECALL, "请写明，至少 4 个字")
        )
    row.state = (RecallState.APPROVED if yes else RecallState.REFUSED).value
    row.until, row.remark = until if yes else None, " ".join(remark.split())[:300]
    row.decided_by_id, row.decided_at = policies.person(by), now
    row.save()
    event = "records.recall_approved" if yes else "records.recall_refused"
    body = {"recall": row.pk, "asked_by": row.asked_by_id, "until": str(until or ""), "remark": row.remark}
    audit.record(event, by=by, now=now, thing=row.thing, body=body)
    return row
