"""责令限期改正 and what comes after: the firm's answer, the team's second look, another person's word on it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import inspection, inspection_rectification
from mingqian.inspection import files as kept
from mingqian.inspection import gates, outcomes, packrules, policies
from mingqian.inspection.enums import RevisitResult, StepKind
from mingqian.inspection.models import Attachment, Rectification, RectificationStep, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import enterprise, facts
from mingqian.inspection.selectors import rectifications as reads
from mingqian.inspection.selectors import tasks as found_tasks
from mingqian.inspection.services import journaling, saving, timing, written
from mingqian.inspection.types import Orders, Revisit, Upload

FOLLOW = "厦门 三(五)5：督促其在规定期限内整改到位"
MACHINE = inspection_rectification.MACHINE
ORDERED_IN = ("confirmed", "published", "withheld")


@transaction.atomic
def order(*, orders: Orders, by: Actor, now: datetime) -> list[Rectification]:
    """One order per task, each with what to put right and by when."""
    rows, today = found_tasks.locked(by, list(orders)), localdate(now)
    sits = {batch: found_tasks.sits(by, batch) for batch in {task.batch_id for task in rows}}
    refusals = [
        _order_refusals(task, orders[task.code], today, by, in_team=task.team in sits[task.batch_id])
        for task in rows
    ]
    demand_all(gates.all_of(refusals))
    person = policies.person(by)
    made = Rectification.objects.bulk_create(
        [
            Rectification(
                task=task, number=f"{task.code}-改", text=orders[task.code][0].strip(),
                due_on=orders[task.code][1], ordered_by_id=person, ordered_on=today,
            )
            for task in rows
        ],
        batch_size=500,
    )  # fmt: skip
    timing.order([(task, orders[task.code][1]) for task in rows], now)
    listed = [
        {"task": row.task.code, "due": row.due_on.isoformat(), "text": journaling.plain(row.text)}
        for row in made
    ]
    body = journaling.body(rows, listed)
    audit.record("rectification.ordered", by=by, now=now, thing=journaling.thing(rows), body=body)
    return made


def _order_refusals(
    task: Task, said: tuple[str, date], today: date, by: Actor, *, in_team: bool
) -> tuple[Decision, ...]:
    where = f"任务{task.code}（{task.subject_name}）"
    text, due_on = said
    answers = (
        policies.team_may(by, Verb.ORDER, task.unit.path, in_team=in_team),
        _orderable(task, where),
        written.said(text, f"{where}：限期改正须写明要改什么", FOLLOW),
        allowed() if due_on > today else denied(
            "inspection.order_day", f"{where}：整改期限{due_on}应在今天之后", FOLLOW, "请填写以后的日期"
        ),
    )  # fmt: skip
    return tuple(one for one in answers if not one.ok)


def _orderable(task: Task, where: str) -> Decision:
    if Rectification.objects.filter(task=task).exists():
        return denied("inspection.ordered", f"{where}：已经责令限期改正", FOLLOW, "请办理已有的整改")
    if task.outcome and outcomes.of(task.outcome).order and task.state in ORDERED_IN:
        return allowed()
    label = inspection.MACHINE.states[task.state]
    name = outcomes.of(task.outcome).name if task.outcome else "尚无结果"
    why = f"{where}：{label}，结果“{name}”，不能责令限期改正"
    return denied("inspection.no_order", why, FOLLOW, "最终结果为“责令限期改正”并经确认后再办理")


@transaction.atomic
def extend(*, task: str, due_on: date, reason: str, by: Actor, now: datetime) -> Rectification:
    """延长整改期限, on a ground that stays on record."""
    row = reads.locked([task], reads.visible(by))[task]
    demand_all(
        [
            policies.may(by, Verb.DECIDE_RECTIFICATION, row.task.unit.path),
            machine.may(MACHINE, row.state, "extend"),
            written.said(reason, "延长整改期限须写明理由", FOLLOW),
            allowed() if due_on > row.due_on else denied(
                "inspection.order_day", f"新的期限应在{row.due_on}之后", FOLLOW, "请填写以后的日期"
            ),
        ]
    )  # fmt: skip
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    _step(row, StepKind.EXTENDED, localdate(now), reason, by, now)
    _new_date(row, localdate(now), "延长整改期限", now)
    body = {"due": due_on.isoformat(), "reason": journaling.plain(reason)}
    audit.record("rectification.extended", by=by, now=now, thing=f"task:{task}", body=body)
    return row


def _new_date(row: Rectification, today: date, why: str, now: datetime) -> None:
    timing.dropped([row.task], today, why, timing.ORDER_DUE)
    timing.order([(row.task, row.due_on)], now)


@transaction.atomic
def submit(*, task: str, text: str, files: Sequence[Upload] = (), by: Actor, now: datetime) -> Rectification:
    """The firm says what it has put right, with pictures before and after."""
    row = reads.locked([task], enterprise.rectifications(by))[task]
    where = f"任务{task}（{row.task.subject_name}）"
    demand_all(
        [
            policies.represents(by, row.task.subject.number, where),
            machine.may(MACHINE, row.state, "submit"),
            written.said(text, f"{where}：请写明整改情况", FOLLOW),
        ]
    )
    kept.demand_acceptable(tuple(files))
    kept.demand_pictures(tuple(one for one in files if one.phase))
    today = localdate(now)
    step = _step(row, StepKind.SUBMITTED, today, text, by, now)
    attachments = [
        Attachment(
            step=step, name=kept.safe_name(one.name), kind=kept.kind_of(one.content),
            size=len(one.content), digest=kept.keep(one), phase=one.phase,
        )
        for one in files
    ]  # fmt: skip
    Attachment.objects.bulk_create(attachments)
    row.state, row.submitted_on = machine.move(MACHINE, row.state, "submit"), today
    row.save(update_fields=["state", "submitted_on"])
    timing.met([row.task], timing.ORDER_DUE, today)
    body = {"text": journaling.plain(text), "files": [one.digest for one in attachments]}
    audit.record("rectification.submitted", by=by, now=now, thing=f"task:{task}", body=body)
    return row


@transaction.atomic
def revisit(*, revisits: Mapping[str, Revisit], by: Actor, now: datetime) -> int:
    """整改回访 by the team: what it found, with two valid papers; how many were recorded."""
    rows = reads.locked(list(revisits), reads.visible(by))
    tasks = found_tasks.locked(by, list(revisits))
    today, batches = localdate(now), {one.batch_id: one.batch for one in tasks}
    worlds = {pk: facts.world(batch) for pk, batch in batches.items()}
    leads = {batch: found_tasks.leads(by, batch) for batch in worlds}
    known = {
        one.code: facts.of(
            worlds[one.batch_id], one, revisits[one.code].certificates, revisits[one.code].on, today
        )
        for one in tasks
    }
    refusals = [
        _revisit_refusals(
            one, rows[one.code], revisits[one.code], known[one.code], by, one.team in leads[one.batch_id]
        )
        for one in tasks
    ]
    demand_all(gates.all_of(refusals))
    person = policies.person(by)
    for task in tasks:
        row, seen = rows[task.code], revisits[task.code]
        row.state = machine.move(MACHINE, row.state, "revisit")
        row.revisited_by_id, row.revisited_on, row.revisit_result = person, seen.on, seen.result
    saving.save(rows.values(), ["state", "revisited_by_id", "revisited_on", "revisit_result"])
    papers = {code: [[p.name, p.certificate, p.paper] for p in fact.people] for code, fact in known.items()}
    RectificationStep.objects.bulk_create(
        [
            RectificationStep(
                rectification=rows[task.code], kind=StepKind.REVISITED.value, on=revisits[task.code].on,
                words=revisits[task.code].words.strip(), papers=papers[task.code], by_id=person, at=now,
            )
            for task in tasks
        ],
        batch_size=500,
    )  # fmt: skip
    for on in {one.on for one in revisits.values()}:
        timing.met([task for task in tasks if revisits[task.code].on == on], packrules.REVISIT, on)
    timing.met(tasks, timing.ORDER_DUE, today)
    listed = [
        {"task": task.code, "on": revisits[task.code].on.isoformat(), "result": revisits[task.code].result}
        for task in tasks
    ]
    body = journaling.body(tasks, listed)
    audit.record("rectification.revisited", by=by, now=now, thing=journaling.thing(tasks), body=body)
    return len(tasks)


def _revisit_refusals(
    task: Task, row: Rectification, seen: Revisit, known: gates.Facts, by: Actor, leads: bool
) -> tuple[Decision, ...]:
    answers = (
        policies.team_or_section(by, Verb.RECORD, task.unit.path, leads=leads, team=task.team, where=known.where),
        machine.may(MACHINE, row.state, "revisit"),
        *gates.may_revisit(known, seen.on),
        written.said(seen.words, f"{known.where}：回访须写明情况", FOLLOW),
        allowed() if seen.result in set(RevisitResult) else denied(
            "inspection.revisit", f"{known.where}：没有回访结论“{seen.result}”", FOLLOW, "可选：已改正、部分改正、未改正"
        ),
    )  # fmt: skip
    return tuple(one for one in answers if not one.ok)


@transaction.atomic
def verify(*, tasks: Sequence[str], by: Actor, now: datetime) -> int:
    """A second person confirms what the revisit found; what is put right, or is not, closes the task."""
    rows = reads.locked(list(tasks), reads.visible(by))
    refusals = [_verify_refusals(row, by) for row in rows.values()]
    demand_all(gates.all_of(refusals))
    person, today = policies.person(by), localdate(now)
    for row in rows.values():
        row.state = machine.move(MACHINE, row.state, _event(row))
        row.decided_by_id, row.decided_on = person, today
        _step(row, StepKind(row.state), today, RevisitResult(row.revisit_result).label, by, now)
    saving.save(rows.values(), ["state", "decided_by_id", "decided_on"])
    found = found_tasks.locked(by, list(tasks))
    _close(found, today)
    listed = [{"task": code, "result": row.state} for code, row in rows.items()]
    body = journaling.body(found, listed)
    audit.record("rectification.decided", by=by, now=now, thing=journaling.thing(found), body=body)
    return len(rows)


def _event(row: Rectification) -> str:
    found_wanting = row.revisit_result in (RevisitResult.PARTLY, RevisitResult.UNCORRECTED)
    return "confirm_uncorrected" if found_wanting else "confirm_corrected"


def _verify_refusals(row: Rectification, by: Actor) -> tuple[Decision, ...]:
    where = f"任务{row.task.code}（{row.task.subject_name}）"
    partly = row.state == "revisited" and row.revisit_result == RevisitResult.PARTLY
    answers = (
        policies.may(by, Verb.DECIDE_RECTIFICATION, row.task.unit.path),
        policies.another(by, row.revisited_by_id, "回访登记人", where),
        machine.may(MACHINE, row.state, _event(row)),
        denied(
            "inspection.partly", f"{where}：回访结论为部分改正，不能办结", FOLLOW, "请退回继续整改并写明期限"
        )
        if partly
        else allowed(),
    )
    return tuple(one for one in answers if not one.ok)


def _close(found: Sequence[Task], today: date) -> None:
    """完结: only what is out, or decided not to go out, can be closed; the rest closes with its publication."""
    ready = [task for task in found if task.state in ("published", "withheld")]
    for task in ready:
        task.state, task.closed_on = machine.move(inspection.MACHINE, task.state, "close"), today
    saving.save(ready, ["state", "closed_on"])


@transaction.atomic
def return_(*, task: str, words: str, due_on: date, by: Actor, now: datetime) -> Rectification:
    """退回继续整改: partly put right is not right; a new date is set."""
    row = reads.locked([task], reads.visible(by))[task]
    today = localdate(now)
    demand_all(
        [
            policies.may(by, Verb.DECIDE_RECTIFICATION, row.task.unit.path),
            policies.another(by, row.revisited_by_id, "回访登记人", f"任务{task}"),
            machine.may(MACHINE, row.state, "return"),
            written.said(words, "退回须写明还要做什么", FOLLOW),
            allowed() if due_on > today else denied(
                "inspection.order_day", f"整改期限{due_on}应在今天之后", FOLLOW, "请填写以后的日期"
            ),
        ]
    )  # fmt: skip
    row.state, row.due_on = machine.move(MACHINE, row.state, "return"), due_on
    row.save(update_fields=["state", "due_on"])
    _step(row, StepKind.RETURNED, today, words, by, now)
    _new_date(row, today, "退回继续整改", now)
    body = {"words": journaling.plain(words), "due": due_on.isoformat()}
    audit.record("rectification.returned", by=by, now=now, thing=f"task:{task}", body=body)
    return row


def _step(
    row: Rectification, kind: StepKind, on: date, words: str, by: Actor, now: datetime
) -> RectificationStep:
    return RectificationStep.objects.create(
        rectification=row, kind=kind.value, on=on, words=words.strip(), by_id=policies.person(by), at=now
    )
