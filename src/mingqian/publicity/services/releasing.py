"""Release by a third person: from this moment the content is public and can never be changed."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import notice as machines
from mingqian.policy.layers import Effective
from mingqian.publicity import matrix, policies
from mingqian.publicity.enums import AUTOMATIC, NoticeKind
from mingqian.publicity.models import Confirmation, Notice, NoticeRow, Receipt
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import notices
from mingqian.publicity.services import results, reviewing, timing
from mingqian.publicity.sources import rule_documents


@transaction.atomic
def release(*, code: str, digest: str, policy: Effective | None, by: Actor, now: datetime) -> Notice:
    """The releaser is neither author nor reviewer, and puts the name to exactly this digest."""
    row = notices.locked(by, code)
    cell = matrix.cell(NoticeKind(row.kind), policy)
    demand_all(
        [
            policies.may(by, Verb.RELEASE, row.unit.path, roles=cell.approvers),
            machine.may(machines.MACHINE, row.state, "release"),
            policies.another(by, [row.author_id, row.reviewer_id], "发布公示"),
            reviewing.unchanged(row, digest),
            _confirmed(row, cell),
            _nothing_waits(row),
            _disclosable(row),
        ]
    )
    NoticeRow.objects.filter(notice=row).update(standing="frozen")
    row.publisher_id, row.released_at = policies.person(by), now
    row.state = machine.move(machines.MACHINE, row.state, "release")
    row.save(update_fields=["publisher", "released_at", "state"])
    _supersede(row, by, now)
    _receipts(row, cell, by, now)
    results.went_out(row, by=by, now=now)
    timing.met(row, now=now)
    body = {
        "kind": row.kind,
        "version": row.version,
        "digest": row.digest,
        "rows": row.row_count,
        "late": row.due_on is not None and localdate(now) > row.due_on,
    }
    audit.record("notice.released", by=by, now=now, thing=f"notice:{code}", body=body)
    return row


def _disclosable(row: Notice) -> Decision:
    """A rule document whose attribute changed after the draft was written does not go out."""
    if row.kind != NoticeKind.RULE_DOCUMENT:
        return allowed()
    return rule_documents.disclosable(row.thing)


def _supersede(row: Notice, by: Actor, now: datetime) -> None:
    """The version before stays readable as 已更正, beside the difference."""
    before = row.previous
    if before is None:
        return
    state = machine.move(machines.MACHINE, before.state, "supersede")
    Notice.objects.filter(pk=before.pk).update(state=state)
    body = {"by_version": row.version, "reason": row.correction_reason, "digest": before.digest}
    audit.record("notice.corrected", by=by, now=now, thing=f"notice:{row.code}/{before.version}", body=body)


def _receipts(row: Notice, cell: matrix.Cell, by: Actor, now: datetime) -> None:
    """Our own page and feed need nobody to look: they show it from now on."""
    Receipt.objects.bulk_create(
        Receipt(
            notice=row,
            channel=one,
            place=f"/v/{row.code}" if one == AUTOMATIC[0] else "/open-data/",
            posted_at=now,
            by_id=policies.person(by),
            recorded_at=now,
        )
        for one in cell.channels
        if one in AUTOMATIC
    )


def _confirmed(row: Notice, cell: matrix.Cell) -> Decision:
    """SZ-11: the list that goes out is the list that was confirmed, to the letter."""
    if not cell.confirmers:
        return allowed()
    found = Confirmation.objects.filter(notice=row).first()
    if found is not None and found.digest == row.digest:
        return allowed()
    who = "、".join(sorted(role.label for role in cell.confirmers))
    told = "还没有登记确认" if found is None else "清单在确认之后有改动"
    return denied(
        "publicity.not_confirmed",
        f"{NoticeKind(row.kind).label}{told}，不能公示",
        policies.CONFIRMED,
        f"请由{who}在本公示页登记确认文号",
    )


def _nothing_waits(row: Notice) -> Decision:
    if not row.keep_backs.filter(answer="waiting").exists():
        return allowed()
    return denied(
        "publicity.keep_back_waits",
        "有人提出不公开，尚未决定",
        policies.EXCEPTION,
        "请等待批准或不批准后再发布",
    )
