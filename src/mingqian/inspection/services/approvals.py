"""行政检查审批: asked per subject for everything done there in one walk, decided by the head."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from mingqian.inspection.enums import OnSiteReason, kind_of
from mingqian.inspection.models import Approval, Task
from mingqian.inspection.policies import PRIOR, Verb
from mingqian.inspection.selectors import approvals as reads
from mingqian.inspection.selectors import batches, frequency
from mingqian.inspection.selectors import tasks as found_tasks
from mingqian.inspection.services import journaling, saving, timing, visits, written

OFF_SITE_FIRST = "国办发〔2024〕54号：能书面核查、信息共享、智慧监管的不入企；厦门 三(三)"


@transaction.atomic
def request(
    *,
    tasks: Sequence[str],
    on: date,
    grounds: str,
    on_site_reason: str = OnSiteReason.SURVEY,
    by: Actor,
    now: datetime,
) -> list[Approval]:
    """One application per subject, with every item done on the same walk, whichever batches they come from."""
    rows = found_tasks.locked(by, tasks)
    walks = _walks(rows)
    demand(_ahead(on, localdate(now)))  # before anything is counted back from that day
    frequencies = frequency.of(rows, on)
    demand_all(
        [
            written.said(grounds, "申请检查须写明事由", PRIOR, "请填写检查事由"),
            _why_on_site(on_site_reason),
            *batches.fallen(task.batch for task in rows),
            *_may_all(by, rows),
            *(frequencies[subject].decision for subject in walks),
        ]
    )
    sheet = Sheet(on, grounds.strip(), on_site_reason, "")
    made = _made(walks, frequencies, sheet, by, now)
    body = {
        "subjects": len(made),
        "on": on.isoformat(),
        "grounds": journaling.plain(grounds),
        "on_site": OnSiteReason(on_site_reason).value,
    }
    listed = [{"task": task.code, "subject": task.subject.code} for task in rows]
    audit.record(
        "inspection.approval_requested", by=by, now=now, thing=journaling.thing(rows),
        body=journaling.body(rows, listed, **body),
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the applications of one request have in common."""

    on: date
    grounds: str
    on_site_reason: str
    emergency: str


@transaction.atomic
def go_first(*, tasks: Sequence[str], reason: str, by: Actor, now: datetime) -> list[Approval]:
    """情况紧急: the check begins at once, the approval is made up within 24 hours."""
    rows = found_tasks.locked(by, tasks)
    walks, today = _walks(rows), localdate(now)
    frequencies = frequency.of(rows, today)
    demand_all(
        [
            written.said(reason, "先行检查须写明紧急情况", PRIOR, "请写明为什么来不及先报批"),
            *_may_all(by, rows),
            *_leads_all(by, rows),
            *batches.fallen(task.batch for task in rows),
            *(frequencies[subject].decision for subject in walks),
        ]
    )
    grounds = f"紧急先行检查，24小时内补办：{reason.strip()[:300]}"
    urgent = Sheet(today, grounds, OnSiteReason.SURVEY, reason.strip()[:300])
    made = _made(walks, frequencies, urgent, by, now)
    for row in made:
        row.state = machine.move(inspection_approval.MACHINE, row.state, "go_first")
    saving.save(made, ["state"])
    visits.open_for(made, now=now)
    timing.make_up(made, now)
    _journal("inspection.gone_first", made, reason, by, now)
    return made


def _may_all(by: Actor, rows: Sequence[Task]) -> Iterator[Decision]:
    sits = {batch: found_tasks.sits(by, batch) for batch in {task.batch_id for task in rows}}
    for task in rows:
        yield _askable(task)
        yield _may_ask(by, task, in_team=task.team in sits[task.batch_id])


def _leads_all(by: Actor, rows: Sequence[Task]) -> Iterator[Decision]:
    """Who goes in before anybody approved answers for it as the team's captain."""
    led = {batch: found_tasks.leads(by, batch) for batch in {task.batch_id for task in rows}}
    for task in rows:
        if task.team not in led[task.batch_id]:
            why = f"任务{task.code}（{task.subject_name}）：{by.name}不是检查组组长，不能紧急先行检查"
            yield denied("inspection.not_captain", why, inspection_approval.MAKE_UP, "请由组长办理")


def _walks(rows: Sequence[Task]) -> dict[int, list[Task]]:
    """综合查一次: whatever is done at one subject is one walk and one application."""
    found: dict[int, list[Task]] = defaultdict(list)
    for task in rows:
        found[task.subject_id].append(task)
    return found


def _made(
    walks: Mapping[int, list[Task]],
    frequencies: Mapping[int, frequency.Frequency],
    sheet: Sheet,
    by: Actor,
    now: datetime,
) -> list[Approval]:
    person = policies.person(by)
    used = _numbers(walks.values())
    made = Approval.objects.bulk_create(
        Approval(
            batch=group[0].batch, number=used[subject], subject=group[0].subject, planned_on=sheet.on,
            grounds=sheet.grounds, requested_by_id=person, requested_at=now, kind=kind_of(group[0].batch.origin).value,
            on_site_reason=sheet.on_site_reason, visits_before=frequencies[subject].visits,
            frequency=frequencies[subject].decision.reason[:300],
            frequency_clause=frequencies[subject].decision.clause[:300], emergency=sheet.emergency,
        )
        for subject, group in walks.items()
    )  # fmt: skip
    for approval, group in zip(made, walks.values(), strict=True):
        for task in group:
            task.approval = approval
    Task.objects.bulk_update(
        [task for group in walks.values() for task in group], ["approval"], batch_size=500
    )
    return made


def _numbers(walks: Collection[list[Task]]) -> dict[int, str]:
    """By the first task of the walk; asked again after a refusal, with the count behind it."""
    stems = {group[0].subject_id: f"{group[0].code}-审" for group in walks}
    taken = set(Approval.objects.filter(number__in=stems.values()).values_list("number", flat=True))
    again = {
        key: Approval.objects.filter(number__startswith=stem).count() + 1
        for key, stem in stems.items()
        if stem in taken
    }
    return {key: f"{stem}{again[key]}" if key in again else stem for key, stem in stems.items()}


def _why_on_site(code: str) -> Decision:
    if code in set(OnSiteReason):
        return allowed()
    offered = "、".join(one.label for one in OnSiteReason)
    why = "现场检查须写明为什么不能用书面、网络方式代替"
    return denied("inspection.on_site", why, OFF_SITE_FIRST, f"可选：{offered}")


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


@transaction.atomic
def decide(
    *, approvals: Sequence[int], approve: bool, remark: str, by: Actor, now: datetime
) -> list[Approval]:
    """The head's answer, to one application or to a sheet of them."""
    rows = reads.locked(by, approvals)
    event = "approve" if approve else "refuse"
    demand_all(
        [
            *(policies.may(by, Verb.APPROVE, path) for path in sorted({row.batch.unit.path for row in rows})),
            *(policies.another(by, row.requested_by_id, "申请人", f"审批表{row.number}") for row in rows),
            *(machine.may(inspection_approval.MACHINE, row.state, event) for row in rows),
            *(batches.fallen(row.batch for row in rows) if approve else ()),
            allowed() if approve else written.said(remark, "不批准须写明理由", PRIOR, "请填写理由"),
        ]
    )
    person = policies.person(by)
    for row in rows:
        row.state = machine.move(inspection_approval.MACHINE, row.state, event)
        row.remark, row.decided_by_id, row.decided_at = remark.strip(), person, now
    saving.save(rows, ["state", "remark", "decided_by_id", "decided_at"])
    if approve:
        visits.open_for(rows, now=now)
    timing.made_up(rows, now)
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
