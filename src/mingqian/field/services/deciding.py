"""待处理: a person decides what was held — apply it after all, where the law's gates let it through, or keep as a note."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.canonical import Suite, hex_digest
from mingqian.core.decision import Refused, demand, denied
from mingqian.field import bodies, policies
from mingqian.field.enums import ActionKind, ActionState
from mingqian.field.models import FieldAction
from mingqian.field.services import effects
from mingqian.field.services.leases import Holder
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections

_FIELDS = ["state", "decided_by", "decided_at", "decision"]


@transaction.atomic
def decide(
    *, actions: Sequence[UUID], apply: bool, reason: str, by: Actor, now: datetime
) -> list[FieldAction]:
    """All of one visit, in the order they were made; a gate that still stands refuses the whole."""
    rows = list(
        FieldAction.objects.select_for_update(of=("self",)).select_related("visit__approval__subject", "person")
        .filter(pk__in=actions).order_by("effective_at", "device_id", "seq")
    )  # fmt: skip
    _demand(rows, len(set(actions)), reason, by)
    for row in rows:
        if row.kind == ActionKind.ACCEPTED:
            _answer_recusal(row, apply, reason, by, now)
        if apply:
            _apply(row, by, now)
        row.state = (ActionState.APPLIED if apply else ActionState.NOTED).value
        row.decided_by_id, row.decided_at, row.decision = (
            selectors.visits.person(by),
            now,
            reason.strip()[:500],
        )
        row.save(update_fields=_FIELDS)
    visit = rows[0].visit
    body = {
        "applied": apply, "reason": reason.strip().replace("\n", " / ")[:500],
        "actions": [{"id": str(row.id), "kind": row.kind, "sha256": row.sha256} for row in rows],
    }  # fmt: skip
    audit.record("field.decided", by=by, now=now, thing=f"visit:{visit.code}", body=body)
    return rows


def _demand(rows: Sequence[FieldAction], asked: int, reason: str, by: Actor) -> None:
    if not rows or len(rows) < asked or len({row.visit_id for row in rows}) > 1:
        raise Refused(
            denied("field.not_found", "没有找到所选的待处理记录，或不属于同一次检查", "", "请刷新后重选")
        )
    visit = selectors.visits.one(by, rows[0].visit.code)
    if visit is None:
        raise Refused(denied("field.not_found", "没有找到所选的待处理记录", "", "请刷新后重选"))
    tasks = selectors.visits.tasks_of([visit])[visit.approval_id]
    leads = selectors.visits.led(by).filter(pk=visit.pk).exists()
    own = any(row.person_id == by.person_id for row in rows)
    demand(policies.may_decide(by, tasks, leads=leads, own=own))
    done = next((row for row in rows if row.state != ActionState.HELD), None)
    if done is not None:
        label = ActionState(done.state).label
        raise Refused(denied("field.decided", f"这条记录{label}，已经处理过", policies.DECIDES, "请刷新页面"))
    if not reason.strip():
        raise Refused(denied("field.no_words", "处理现场记录须写明理由", policies.DECIDES, "请填写理由"))


def _answer_recusal(row: FieldAction, granted: bool, reason: str, by: Actor, now: datetime) -> None:
    """采用 a recusal grants it; kept as a note, it is not granted. What the notice's page answered stands."""
    approval = row.visit.approval
    asked = selectors.announcing.open_recusal(approval.pk, row.person_id)
    if asked is not None:
        inspections.announcing.answer_recusal(
            approval=approval.number, inspector=asked, granted=granted, words=reason, by=by, now=now
        )


def _apply(row: FieldAction, by: Actor, now: datetime) -> None:
    """Now, as the one who recorded it: the desk waives the lease, never a gate of the law."""
    recorder = accounts.actor(row.person.code, on=localdate(now))
    deed = effects.Deed(
        row.visit, ActionKind(row.kind), bodies.parsed(row.kind, row.body),
        hex_digest(Suite.SHA256, row.body.encode()), row.effective_at, Holder(row.device_id, recorder), now,
        waived=True, recused=selectors.announcing.recused(row.visit.approval_id, row.person_id),
    )  # fmt: skip
    effects.carry_out(deed)
