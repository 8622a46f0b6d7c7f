"""撤销任务, one or everything that waits: what is not checked after all leaves nothing behind that asks to be done."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import inspection, inspection_approval
from mingqian.draw import selectors as draws
from mingqian.inspection import gates, policies
from mingqian.inspection.models import Approval, Batch, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.services import journaling, saving, timing, visits, written

VOID = "涪陵指引 四(三)；抽取协议 sxsj1 §8"


@transaction.atomic
def end_waiting(*, batch: str, tasks: Sequence[str], reason: str, by: Actor, now: datetime) -> int:
    """涪陵 四(三): after a void every task not begun is ended together, on one ground; how many were.

    Tasks with a result stay: the decision that made the draw void says what becomes of each.
    """
    rows = reads.locked(by, tasks, batch=batch)
    answers = ((policies.may(by, Verb.SEND_BACK, task.unit.path), _waits(task)) for task in rows)
    refusals = [tuple(one for one in found if not one.ok) for found in answers]
    said = written.said(reason, "没有写明撤销理由", VOID, "请写明理由，照作废决定填写")
    demand_all([_is_void(rows[0].batch), said, *gates.all_of(refusals)])
    for task in rows:
        task.state = machine.move(inspection.MACHINE, task.state, "cancel")
        task.last_reason = reason.strip()
    saving.save(rows, ["state", "last_reason"])
    fell_away(rows, reason.strip(), now=now)
    listed = [{"task": task.code} for task in rows]
    body = journaling.body(rows, listed, before="waiting", reason=journaling.plain(reason))
    audit.record("inspection.cancelled", by=by, now=now, thing=journaling.thing(rows), body=body)
    return len(rows)


def _waits(task: Task) -> Decision:
    return machine.may(inspection.MACHINE, task.state, "cancel")


def ground(void: draws.voids.Void) -> str:
    """What a page proposes as the reason: the decision itself."""
    return f"抽取{void.code}已作废：{void.reason}。{void.evidence}"[:500]


def _is_void(batch: Batch) -> Decision:
    if batches.void_of(batch) is not None:
        return allowed()
    why = f"批次“{batch.code}”所依据的抽取没有作废，不能成批撤销任务"
    return denied("inspection.not_void", why, VOID, "确有理由的，逐项撤销并写明理由")


def fell_away(tasks: Sequence[Task], reason: str, *, now: datetime) -> None:
    """Periods, walks and applications of cancelled tasks end with them. Inside the write that cancels."""
    timing.dropped(tasks, localdate(now), reason)
    visits.withdrawn(tasks, reason, now=now)
    asked = {task.approval_id for task in tasks if task.approval_id is not None}
    left = Task.objects.filter(approval__in=asked).exclude(state="cancelled")
    rows = list(Approval.objects.filter(pk__in=asked, state="requested").exclude(tasks__in=left))
    for row in rows:
        row.state = machine.move(inspection_approval.MACHINE, row.state, "withdraw")
        row.remark = f"任务已撤销：{reason}"
    saving.save(rows, ["state", "remark"])
