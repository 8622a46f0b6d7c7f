"""现场记录 as phones send them: stored once under their own id, answered with a receipt, in effect or held.

One POST is one transaction and one journal entry; each action has a savepoint of its own, so that what cannot take
effect is kept without it. The receipt is made of the action's id, its hash and the hash of that journal entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256 as plain_sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.decision import Decision, Refused, denied
from mingqian.field import bodies, moments
from mingqian.field.enums import ActionKind, ActionState, Answer
from mingqian.field.models import FieldAction, SpentNumber
from mingqian.field.selectors import reach
from mingqian.field.services import effects
from mingqian.field.services.leases import Holder
from mingqian.field.types import Line
from mingqian.inspection.selectors import announcing
from mingqian.inspection.selectors import visits as walks
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.records import services as records

MOST = 200
_NAMED = 20


@dataclass
class Post:
    """One POST while it is worked through."""

    device: int
    by: Actor
    now: datetime
    visits: dict[str, Visit]
    known: dict[UUID, FieldAction]
    last: dict[int, int]
    spent: dict[tuple[int, int], UUID]
    fresh: list[FieldAction] = field(default_factory=list)
    lost: list[SpentNumber] = field(default_factory=list)


@transaction.atomic
def receive(*, device: UUID, actions: Sequence[object], by: Actor, now: datetime) -> list[Line]:
    """Answer every action, in the order they were given."""
    if len(actions) > MOST:
        why = f"一次最多上传{MOST}条记录，现在有{len(actions)}条"
        raise Refused(denied("field.too_many", why, "", "请分次上传"))
    # Locks the phone's row: two tabs, or an answer that was lost on the way, wait for each other.
    phone = records.devices.enrol(device=device, name="", by=by, now=now)
    read = [_read(one) for one in actions]
    post = _opened(phone.pk, [one for one in read if isinstance(one, bodies.Wired)], by, now)
    lines = [
        _answer(post, one) if isinstance(one, bodies.Wired) else _unread(raw, one)
        for raw, one in zip(actions, read, strict=True)
    ]
    receipts = _kept(post, device)
    return [line.with_receipt(receipts) for line in lines]


def _read(told: object) -> bodies.Wired | str:
    try:
        return bodies.wired(told)
    except bodies.Unreadable as error:
        return str(error)


def _unread(raw: object, why: str) -> Line:
    """Nothing of it can be trusted, not even its number."""
    return Line(bodies.named(raw), Answer.REFUSED, reason=why, remedy="已留在手机的找回清单；请导出后交处室")


def _opened(device: int, read: Sequence[bodies.Wired], by: Actor, now: datetime) -> Post:
    visits = reach.visits(by, {one.visit for one in read})
    pks = [one.pk for one in visits.values()]
    taken = FieldAction.objects.filter(device=device, visit__in=pks).values("visit").annotate(last=Max("seq"))
    last = dict(taken.values_list("visit", "last"))
    spent = {}
    for row in SpentNumber.objects.filter(device=device, visit__in=pks):
        spent[row.visit_id, row.seq] = row.action
        last[row.visit_id] = max(last.get(row.visit_id, 0), row.seq)
    known = FieldAction.objects.select_related("visit").in_bulk([one.id for one in read])
    return Post(device, by, now, visits, known, last, spent)


def _answer(post: Post, told: bodies.Wired) -> Line:
    before = post.known.get(told.id)
    visit = post.visits.get(told.visit)
    if before is not None and (visit is not None or before.person_id == post.by.person_id):
        return _again(before, told)
    if visit is None or before is not None:
        return _no(
            told,
            denied(
                "field.foreign",
                f"入企检查“{told.visit}”不是您的任务",
                walks.CAPTAIN,
                "请用本组人员的账号上传",
            ),
        )
    expected = post.last.get(visit.pk, 0) + 1
    if told.seq > expected:
        why = f"前面第{expected}条还没有到达"
        return Line(str(told.id), Answer.AGAIN, reason=why, remedy="手机会自动重传")
    if told.seq < expected and post.spent.get((visit.pk, told.seq)) != told.id:
        why = f"第{told.seq}号已由另一条记录占用"
        return _no(told, denied("field.number_taken", why, "", "已留在手机的找回清单；请导出后交处室"))
    return _taken(post, visit, told)


def _again(before: FieldAction, told: bodies.Wired) -> Line:
    """The same action once more: the same answer. The same id with other words: not ours to mix up."""
    if before.sha256 != told.sha256 or before.visit.code != told.visit:
        return _no(
            told,
            denied(
                "field.other_content",
                "同一编号已收到过不同的内容",
                "",
                "已留在手机的找回清单；请导出后交处室",
            ),
        )
    return reach.line(before)


def _no(told: bodies.Wired, why: Decision) -> Line:
    return Line(str(told.id), Answer.REFUSED, "", told.sha256, why.reason, why.clause, why.remedy)


def _taken(post: Post, visit: Visit, told: bodies.Wired) -> Line:
    """Its turn has come: in effect, held with a reason, or unreadable with its number spent."""
    canonical = jcs(told.body).decode()
    moment = moments.corrected(bodies.phone_time(told), told.clock.server_at, told.clock.elapsed_ms, post.now)
    post.last[visit.pk] = max(post.last.get(visit.pk, 0), told.seq)
    try:
        body = bodies.parsed(told.kind, canonical)
    except bodies.Unreadable as error:
        return _spent(post, visit, told, str(error))
    row = FieldAction(
        id=told.id, device_id=post.device, visit=visit, seq=told.seq, kind=told.kind, at=told.at,
        effective_at=moment.at, received_at=post.now, doubt=moment.doubt, body=canonical, sha256=told.sha256,
        person_id=walks.person(post.by), state=ActionState.RECEIVED.value, entry=0,
    )  # fmt: skip
    _take_effect(post, row, body)
    post.fresh.append(row)
    post.known[row.id] = row
    return reach.line(row)


def _take_effect(post: Post, row: FieldAction, body: bodies.Body) -> None:
    # What a witness or a subject signs is the body, so its hash is the body's own.
    signed = hex_digest(Suite.SHA256, row.body.encode())
    deed = effects.Deed(
        row.visit, ActionKind(row.kind), body, signed, row.effective_at, Holder(post.device, post.by), post.now,
        recused=announcing.recused(row.visit.approval_id, row.person_id),
    )  # fmt: skip
    refused = reach.gone(post.by, row.visit)
    try:
        if refused is not None:
            raise Refused(refused)
        with transaction.atomic():
            asked = effects.carry_out(deed)
        if asked is not None:
            _hold(row, [asked])
    except Refused as held:
        _hold(row, held.decisions)


def _hold(row: FieldAction, why: Sequence[Decision]) -> None:
    row.state = ActionState.HELD.value
    row.reason = "；".join(one.reason for one in why[:5])
    row.clause, row.remedy = why[0].clause, why[0].remedy


def _spent(post: Post, visit: Visit, told: bodies.Wired, why: str) -> Line:
    if (visit.pk, told.seq) not in post.spent:
        post.spent[visit.pk, told.seq] = told.id
        post.lost.append(
            SpentNumber(
                device_id=post.device, visit=visit, seq=told.seq, action=told.id, reason=why, at=post.now
            )
        )
    return _no(
        told, denied("field.broken", why, "", "已留在手机的找回清单；请更新应用后重传，或导出后交处室")
    )


def _kept(post: Post, device: UUID) -> dict[str, str]:
    """Rows, one journal entry over all of them, receipts."""
    SpentNumber.objects.bulk_create(post.lost)
    if not post.fresh and not post.lost:
        return {}
    listed = [
        {"id": str(one.id), "sha256": one.sha256, "visit": one.visit.code, "seq": one.seq, "kind": one.kind,
         "state": one.state}
        for one in post.fresh
    ]  # fmt: skip
    codes = sorted({*(one.visit.code for one in post.fresh), *(one.visit.code for one in post.lost)})
    entry = audit.record(
        "field.received", by=post.by, now=post.now,
        thing=f"visit:{codes[0]}" if len(codes) == 1 else f"device:{device}",
        body={
            "device": str(device), "actions": len(listed), "spent": len(post.lost), "visits": codes[:_NAMED],
            "held": sum(one.state == ActionState.HELD for one in post.fresh),
            "sha256": hex_digest(Suite.SHA256, jcs(listed)),
        },
    )  # fmt: skip
    for one in post.fresh:
        one.entry, one.receipt = entry.seq, _receipt(one, entry.hash)
    FieldAction.objects.bulk_create(post.fresh)
    return {str(one.id): one.receipt for one in post.fresh}


def _receipt(row: FieldAction, leaf: str) -> str:
    whole = plain_sha256(f"{row.id}\n{row.sha256}\n{leaf}".encode()).hexdigest()
    return f"FR-{whole[:16].upper()}"
