"""Decide on a proposed change: another person says yes or no; yes writes the event (sxsj1 §8)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Document
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.enums import ORDERED, Answer, ChangeKind
from mingqian.draw.models import Change, Draw, LogEvent
from mingqian.draw.policies import IN_ORDER, Verb
from mingqian.draw.selectors import draws, material, standing
from mingqian.draw.services import log as logs
from mingqian.draw.services.preparation import organiser


@transaction.atomic
def decide(*, change: int, approve: bool, remark: str = "", by: Actor, now: datetime) -> Change:
    """The answer of somebody else; what was approved is recomputed first, so nothing stale enters the log."""
    found, row = _locked(by, change)
    verb = policies.deciding(found.reason)
    demand_all(
        [
            policies.may(by, verb, row.unit.path),
            policies.another_person(by, found.requested_by_id, "批准"),
            _not_an_organiser(row, by),
            _unanswered(found),
            *([] if approve else [_reasoned(remark)]),
        ]
    )
    if approve:
        found.event = _carry_out(row, found, verb, by, now)
    else:
        facts = {"change": found.pk, "kind": found.kind, "remark": remark}
        audit.record("draw.change_refused", by=by, now=now, thing=f"draw:{row.code}", body=facts)
    found.answer = Answer.APPROVED if approve else Answer.REFUSED
    found.remark, found.decided_by_id, found.decided_at = remark, policies.person(by), now
    found.save()
    return found


def _locked(by: Actor, change: int) -> tuple[Change, Draw]:
    visible = Change.objects.filter(pk=change, draw__in=draws.visible(by))
    code = visible.values_list("draw__code", flat=True).first()
    if code is None:
        why = f"没有编号为 {change} 的变更，或不在您的数据范围内"
        raise Refused(denied("draw.no_change", why, "", "请核对编号"))
    row = draws.locked(by, code)
    return Change.objects.select_for_update().get(pk=change), row


def _carry_out(row: Draw, change: Change, verb: Verb, by: Actor, now: datetime) -> LogEvent:
    why = {
        "reason": change.reason,
        "evidence": change.evidence,
        # Of an ordered void its author stands in public; whoever compared the paper stands in the journal.
        "approved_by": change.ordered_by or policies.approver(by, verb, row.unit.path),
    }
    if change.kind == ChangeKind.VOID:
        body, told = _void(row, change, why), "draw.voided"
    else:
        body, told = _changed(row, change, why), f"draw.{_TOLD[ChangeKind(change.kind)]}"
    return logs.append(
        row.log, change.kind, body, draw=row, role=organiser(row),
        told=told, facts={"change": change.pk, **body}, by=by, now=now,
    )  # fmt: skip


_TOLD = {ChangeKind.SUBSTITUTE: "substituted", ChangeKind.SKIP: "skipped", ChangeKind.REPLACE: "replaced"}


def _changed(row: Draw, change: Change, why: dict[str, str]) -> Document:
    """A substitute, skip or replacement, which must still be the right one."""
    machine.move(ceremony.MACHINE, row.state, change.kind)
    body = {**material.document(change.payload), **why}
    faults = standing.of(row).apply(change.kind, body)
    if faults:
        raise Refused(
            *(
                denied("draw.not_in_order", fault, IN_ORDER, "请不予批准，由操作员重新提出")
                for fault in faults
            )
        )
    return body


def void_event(reason: str) -> str:
    """Which of the machine's two voids a reason stands for."""
    return "void_ordered" if reason in ORDERED else "void"


def _void(row: Draw, change: Change, why: dict[str, str]) -> Document:
    row.state = machine.move(ceremony.MACHINE, row.state, void_event(change.reason))
    row.save(update_fields=["state"])
    payload: dict[str, Any] = material.document(change.payload)
    counted = row.events.count() + 1
    return {**payload, "result": row.result_hash or None, "events": counted, **why}


def _unanswered(change: Change) -> Decision:
    if change.answer == Answer.WAITING:
        return allowed()
    return denied("draw.change_answered", f"该项变更{Answer(change.answer).label}，不得更改", IN_ORDER)


def _not_an_organiser(row: Draw, by: Actor) -> Decision:
    """§8: ``approved_by`` is not the organiser, whatever other posts that person holds."""
    inside = row.parties.filter(outside=False, person_id=policies.person(by)).exists()
    if not inside and by.person_id != row.operator_id:
        return allowed()
    return denied(
        "draw.organiser_approves", "组织方不能批准自己主持的抽取的变更", "sxsj1 §8", "请由另一人批准"
    )


def _reasoned(remark: str) -> Decision:
    return allowed() if remark.strip() else denied("draw.reason", "不予批准的，须写明理由", "", "请填写理由")
