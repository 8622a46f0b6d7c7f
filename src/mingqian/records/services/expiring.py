"""保管期限: held longer, put on hold, destroyed by two people with a certificate. Nobody and nothing deletes alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, demand_all, denied
from mingqian.records import known, policies, retention
from mingqian.records.enums import DisposalState, ItemState
from mingqian.records.models import Disposal, DisposalLine, Hold, Item
from mingqian.records.services import clearing


@transaction.atomic
def keep_as(media: Iterable[UUID], *, period: str, why: str, by: Actor, now: datetime) -> int:
    """用作证据的，随案卷保管: only ever longer. For rooms above, inside their own write or alone."""
    wanted = retention.classes()[period]
    rows = Item.objects.select_for_update().filter(media__in=list(media), state=ItemState.KEPT.value)
    longer = [row for row in rows if wanted.weight > retention.classes()[row.retention].weight]
    for row in longer:
        row.retention, row.until, row.evidence = wanted.code, wanted.until(localdate(row.received_at)), True
        row.save(update_fields=["retention", "until", "evidence"])
        body = {"receipt": row.receipt, "retention": wanted.code, "until": str(row.until or ""), "why": why}
        audit.record("records.retained", by=by, now=now, thing=row.thing, body=body)
    return len(longer)


@transaction.atomic
def hold(*, thing: str, why: str, by: Actor, now: datetime) -> Hold:
    """暂停销毁 (complaint, reconsideration, lawsuit)."""
    about = known.described(thing)
    if about is None:
        raise Refused(denied("records.thing.not_found", "没有这件事", "", "请核对编号"))
    demand(policies.may_decide(by, about.unit_paths, "暂停销毁", policies.KEEPING))
    if Hold.objects.filter(thing=thing, lifted_at__isnull=True).exists():
        raise Refused(denied("records.held", "已经暂停销毁", policies.KEEPING))
    if len(why.strip()) < 4:
        raise Refused(denied("records.no_words", "没有写明原因", policies.KEEPING, "请写明，至少 4 个字"))
    made = Hold.objects.create(
        thing=thing, why=" ".join(why.split())[:300], by_id=policies.person(by), at=now
    )
    audit.record("records.held", by=by, now=now, thing=thing, body={"why": made.why})
    return made


@transaction.atomic
def release(*, thing: str, why: str, by: Actor, now: datetime) -> None:
    """解除."""
    about, row = known.described(thing), Hold.objects.filter(thing=thing, lifted_at__isnull=True).first()
    if about is None or row is None:
        raise Refused(denied("records.hold.not_found", "没有暂停销毁的登记", "", "请刷新页面"))
    demand(policies.may_decide(by, about.unit_paths, "解除暂停销毁", policies.KEEPING))
    row.lifted_by_id, row.lifted_at, row.lifted_why = policies.person(by), now, " ".join(why.split())[:300]
    row.save()
    audit.record("records.released", by=by, now=now, thing=thing, body={"why": row.lifted_why})


@transaction.atomic
def propose(media: Sequence[UUID], *, why: str, by: Actor, now: datetime) -> Disposal:
    """编制销毁清册 of what has expired and is not on hold."""
    rows = list(Item.objects.select_related("unit").filter(media__in=list(media)).order_by("id"))
    if not rows or len(rows) != len(set(media)):
        raise Refused(
            denied("records.disposal_empty", "没有选中到期的记录", policies.KEEPING, "请从到期清单中选择")
        )
    demand_all(policies.may_destroy(by, known.paths(row.thing, row.unit.path)) for row in rows)
    _demand_expired(rows, now)
    taken = DisposalLine.objects.filter(
        item__in=rows, disposal__state=DisposalState.PROPOSED.value
    ).select_related("item")
    if first := taken.first():
        told = f"{first.item.receipt} 已在另一份待审的销毁清册里"
        raise Refused(denied("records.disposal_twice", told, policies.KEEPING))
    number = audit.numbers.code(f"XH-{localdate(now).year}-", 4, among=Disposal, column="number")
    made = Disposal.objects.create(
        number=number, why=" ".join(why.split())[:300], proposed_by_id=policies.person(by), proposed_at=now
    )
    DisposalLine.objects.bulk_create([DisposalLine(disposal=made, item=row) for row in rows])
    body = {"items": [row.receipt for row in rows], "why": made.why}
    audit.record("records.disposal_proposed", by=by, now=now, thing=f"disposal:{number}", body=body)
    return made


def _demand_expired(rows: Sequence[Item], now: datetime) -> None:
    held = set(Hold.objects.filter(lifted_at__isnull=True).values_list("thing", flat=True))
    faults = []
    for row in rows:
        if row.state != ItemState.KEPT:
            faults.append(denied("records.destroyed", f"{row.receipt} 已经销毁", policies.KEEPING))
        elif row.until is None or row.until >= localdate(now):
            until = f"保管至 {row.until}" if row.until else "永久保管"
            faults.append(denied("records.not_expired", f"{row.receipt} {until}，没有到期", policies.KEEPING))
        elif row.thing in held:
            faults.append(
                denied("records.on_hold", f"{row.receipt} 已暂停销毁", policies.KEEPING, "请先解除")
            )
    if faults:
        raise Refused(*faults)


def decide(number: str, *, yes: bool, remark: str = "", by: Actor, now: datetime) -> Disposal:
    """A second person decides. Rows and journal first; then contents no other record needs are taken away."""
    row = _decide(number, yes=yes, remark=remark, by=by, now=now)
    if yes:
        clearing.go_on(by=by, now=now)
    return row


@transaction.atomic
def _decide(number: str, *, yes: bool, remark: str, by: Actor, now: datetime) -> Disposal:
    row = Disposal.objects.select_for_update().filter(number=number).first()
    if row is None or row.state != DisposalState.PROPOSED:
        raise Refused(denied("records.disposal.not_found", "没有这份清册，或者已经决定", "", "请刷新列表"))
    items = list(Item.objects.select_related("unit").filter(disposals__disposal=row).order_by("id"))
    demand_all(policies.may_destroy(by, known.paths(one.thing, one.unit.path)) for one in items)
    demand(policies.another(by, row.proposed_by_id, "提出人"))
    if yes:
        _demand_expired(items, now)
        Item.objects.filter(pk__in=[one.pk for one in items]).update(state=ItemState.DESTROYED.value)
        clearing.owe(row)
    row.state = (DisposalState.DONE if yes else DisposalState.REFUSED).value
    row.decided_by_id, row.decided_at, row.remark = policies.person(by), now, " ".join(remark.split())[:300]
    row.save()
    lines = [{"receipt": one.receipt, "sha256": one.sha256, "thing": one.thing} for one in items]
    event = "records.destroyed" if yes else "records.disposal_refused"
    audit.record(
        event, by=by, now=now, thing=f"disposal:{number}", body={"items": lines, "remark": row.remark}
    )
    return row
