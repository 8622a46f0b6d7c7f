"""行政检查审批: asked per subject for everything done there in one walk, decided by the head."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import inspection_approval
from mingqian.inspection import policies
from mingqian.inspection.models import Approval, Task
from mingqian.inspection.policies import PRIOR, Verb
from mingqian.inspection.selectors import approvals as reads
from mingqian.inspection.selectors import tasks as found_tasks
from mingqian.inspection.services import journaling, saving, visits


@transaction.atomic
def request(*, tasks: Sequence[str], on: date, grounds: str, by: Actor, now: datetime) -> list[Approval]:
    """One application per subject, with every item done on the same walk."""
    rows = found_tasks.locked(by, tasks)
    sits = {batch: found_tasks.sits(by, batch) for batch in {task.batch_id for task in rows}}
    demand_all(
        [
            _written(grounds, "申请检查须写明事由", "请填写检查事由"),
            _ahead(on, localdate(now)),
            *(_askable(task) for task in rows),
            *(_may_ask(by, task, in_team=task.team in sits[task.batch_id]) for task in rows),
        ]
    )
    by_subject: dict[tuple[int, int], list[Task]] = defaultdict(list)
    for task in rows:
        by_subject[task.batch_id, task.subject_id].append(task)
    person = policies.person(by)
    made = Approval.objects.bulk_create(
        [
            Approval(
                batch=group[0].batch, number=f"{group[0].code}-审", subject=group[0].subject, planned_on=on,
                grounds=grounds.strip(), requested_by_id=person, requested_at=now,
            )
            for group in by_subject.values()
        ]
    )  # fmt: skip
    for approval, group in zip(made, by_subject.values(), strict=True):
        for task in group:
            task.approval = approval
    Task.objects.bulk_update(rows, ["approval"], batch_size=500)
    body = {"subjects": len(made), "on": on.isoformat(), "grounds": journaling.plain(grounds)}
    listed = [{"task": task.code, "subject": task.subject.code} for task in rows]
    audit.record(
        "inspection.approval_requested", by=by, now=now, thing=journaling.thing(rows),
        body=journaling.body(rows, listed, **body),
    )  # fmt: skip
    return made


def _may_ask(by: Actor, task: Task, *, in_team: bool) -> Decision:
    return policies.team_may(by, Verb.REQUEST_APPROVAL, task.unit.path, in_team=in_team)


def _askable(task: Task) -> Decision:
    where = f"任务{task.code}（{task.subject_name}）"
    if task.state != "waiting":
        return denied("inspection.not_waiting", f"{where}：已有结果，不需再申请审批", PRIOR, "请核对任务")
    if task.method != "on_site":
        return denied("inspection.off_site", f"{where}：不是现场检查，不需入企审批", PRIOR, "可直接检查")
    if task.approval is not None and task.approval.state in ("requested", "approved"):
        return denied(
            "inspection.asked", f"{where}：已有审批表{task.approval.number}", PRIOR, "请办理已有的申请"
        )
    return allowed()


def _ahead(on: date, today: date) -> Decision:
    if on >= today:
        return allowed()
    return denied(
        "inspection.past", f"计划检查日期{on}已过：审批须在检查之前", PRIOR, "请填写今天或以后的日期"
    )


def _written(text: str, why: str, remedy: str) -> Decision:
    return allowed() if text.strip() else denied("inspection.no_words", why, PRIOR, remedy)


@transaction.atomic
def decide(
    *, approvals: Sequence[int], approve: bool, remark: str, by: Actor, now: datetime
) -> list[Approval]:
    """The head's answer, to one application or to a sheet of them."""
    rows = reads.locked(by, approvals)
    event = "approve" if approve else "refuse"
    demand_all(
        [
            *(policies.may(by, Verb.APPROVE, row.batch.unit.path) for row in rows[:1]),
            *(policies.another(by, row.requested_by_id, "申请人", f"审批表{row.number}") for row in rows),
            *(machine.may(inspection_approval.MACHINE, row.state, event) for row in rows),
            allowed() if approve else _written(remark, "不批准须写明理由", "请填写理由"),
        ]
    )
    person = policies.person(by)
    for row in rows:
        row.state = machine.move(inspection_approval.MACHINE, row.state, event)
        row.remark, row.decided_by_id, row.decided_at = remark.strip(), person, now
    saving.save(rows, ["state", "remark", "decided_by_id", "decided_at"])
    if approve:
        visits.open_for(rows, now=now)
    _journal("inspection.approved" if approve else "inspection.not_approved", rows, remark, by, now)
    return rows


@transaction.atomic
def withdraw(*, approval: int, by: Actor, now: datetime) -> Approval:
    """Whoever asked may take it back while nobody has answered."""
    (row,) = reads.locked(by, [approval])
    demand(machine.may(inspection_approval.MACHINE, row.state, "withdraw"))
    if row.requested_by_id != by.person_id:
        why = f"审批表{row.number}不是您提出的"
        raise Refused(denied("inspection.not_yours", why, PRIOR, "请由申请人撤回"))
    row.state = machine.move(inspection_approval.MACHINE, row.state, "withdraw")
    row.save(update_fields=["state"])
    _journal("inspection.approval_withdrawn", [row], "", by, now)
    return row


def _journal(kind: str, rows: Sequence[Approval], remark: str, by: Actor, now: datetime) -> None:
    numbers = [row.number for row in rows]
    body = {
        "approvals": len(rows),
        "named": numbers[: journaling.NAMED],
        "sha256": hex_digest(Suite.SHA256, jcs(numbers)),
        "remark": journaling.plain(remark),
    }
    audit.record(kind, by=by, now=now, thing=f"inspection:{rows[0].batch.code}", body=body)
