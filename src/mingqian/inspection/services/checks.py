"""The team's result. One or a thousand, the road is the same: every gate for every task, then one journal entry."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, demand_all
from mingqian.core.machines import inspection
from mingqian.inspection import gates, outcomes, policies
from mingqian.inspection.enums import Mark, Origin, kind_of
from mingqian.inspection.gates import Facts
from mingqian.inspection.models import CheckRecord, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches, facts
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.services import journaling, saving, timing, visits
from mingqian.inspection.types import Check
from mingqian.registry import services as registries
from mingqian.registry.types import VisitRow

_FIELDS = ["state", "outcome", "problems", "checked_on", "recorded_by_id", "recorded_at", "visit_counted"]


@transaction.atomic
def record(*, task: str, check: Check, by: Actor, now: datetime) -> CheckRecord:
    """检查初步结果 of one task, by the captain of its team."""
    (row,) = reads.locked(by, [task])
    return _record([row], {task: check}, by, now)[0]


@transaction.atomic
def record_many(*, batch: str, checks: Mapping[str, Check], by: Actor, now: datetime) -> int:
    """The results of many tasks of one batch: all of them or none, journaled as one with their digest."""
    batches.locked(by, batch)
    rows = reads.locked(by, list(checks), batch=batch)
    return len(_record(rows, checks, by, now))


def of_visit(rows: Sequence[Task], checks: Mapping[str, Check], by: Actor, now: datetime) -> None:
    """The results of a signed walk, inside the write that finishes it.

    Any member of its team may hand them in: the record names the team, and the subject has signed it.
    """
    for batch in dict.fromkeys(task.batch_id for task in rows):
        _record([task for task in rows if task.batch_id == batch], checks, by, now, signed=True)


def _record(
    rows: Sequence[Task], checks: Mapping[str, Check], by: Actor, now: datetime, *, signed: bool = False
) -> list[CheckRecord]:
    world, today = facts.world(rows[0].batch), localdate(now)
    known = {
        task.code: facts.of(world, task, checks[task.code].certificates, checks[task.code].on, today)
        for task in rows
    }
    leads = reads.sits(by, rows[0].batch_id) if signed else reads.leads(by, rows[0].batch_id)
    refusals = [
        _refusals(task, checks[task.code], known[task.code], by, leads=task.team in leads) for task in rows
    ]
    demand_all(gates.all_of(refusals))
    records = _records(rows, checks, known, by, now)
    _moved(rows, checks, by, now)
    _count_visits(rows, by, now)
    told = [task for task in rows if outcomes.of(task.outcome).notice]
    timing.begin(told, "preliminary_result", today, now)
    _journal(rows, records, by, now)
    visits.filed(rows, now=now)
    return records


def _refusals(task: Task, check: Check, known: Facts, by: Actor, *, leads: bool) -> tuple[Decision, ...]:
    answers = (
        policies.team_or_section(
            by, Verb.RECORD, task.unit.path, leads=leads, team=task.team, where=known.where
        ),
        machine.may(inspection.MACHINE, task.state, "record"),
        *gates.may_record(known, check),
    )
    return tuple(one for one in answers if not one.ok)


def _records(
    rows: Sequence[Task], checks: Mapping[str, Check], known: Mapping[str, Facts], by: Actor, now: datetime
) -> list[CheckRecord]:
    person = policies.person(by)
    versions = dict(
        CheckRecord.objects.filter(task__in=rows).values("task").annotate(last=Max("version"))
        .values_list("task", "last")
    )  # fmt: skip
    made = []
    for task in rows:
        check, fact = checks[task.code], known[task.code]
        checked = outcomes.of(check.outcome).checked
        filled = dict.fromkeys(fact.points, Mark.OK.value) if checked else {}
        made.append(
            CheckRecord(
                task=task,
                version=versions.get(task.pk, 0) + 1,
                on=check.on,
                outcome=check.outcome,
                papers=[[one.name, one.certificate, one.paper] for one in fact.people],
                answers={**filled, **check.answers},
                problems=check.problems.strip(),
                statement=check.statement.strip(),
                signed=check.signed,
                refusal=check.refusal.strip(),
                guidance=check.guidance.strip(),
                by_id=person,
                at=now,
            )
        )
    return CheckRecord.objects.bulk_create(made, batch_size=500)


def _moved(rows: Sequence[Task], checks: Mapping[str, Check], by: Actor, now: datetime) -> None:
    person = policies.person(by)
    for task in rows:
        check = checks[task.code]
        task.state = machine.move(inspection.MACHINE, task.state, "record")
        task.outcome, task.problems = check.outcome, check.problems.strip()
        task.checked_on, task.recorded_by_id, task.recorded_at = check.on, person, now


def _count_visits(rows: Sequence[Task], by: Actor, now: datetime) -> None:
    """What caps and recent-check windows of later draws count: a check that took place, once a day and way."""
    new = [task for task in rows if not task.visit_counted and outcomes.took_place(task.outcome)]
    visits = [
        VisitRow(
            task.subject.code,
            task.checked_on,
            kind_of(task.batch.origin).value,
            task.method,
            task.item.item.code,
            lead_driven=task.batch.origin == Origin.LEAD,
        )
        for task in new
        if task.checked_on is not None
    ]
    if visits:
        registries.reported_visits.report(visits=visits, source=rows[0].batch.code, by=by, now=now)
    for task in new:
        task.visit_counted = True
    saving.save(rows, _FIELDS)


def _journal(rows: Sequence[Task], records: Sequence[CheckRecord], by: Actor, now: datetime) -> None:
    listed = [
        {
            "task": task.code,
            "version": record.version,
            "on": record.on.isoformat(),
            "outcome": record.outcome,
            "papers": [paper[1] for paper in record.papers],
            "answers": [f"{key}={mark}" for key, mark in record.answers.items()],
            "problems": journaling.plain(record.problems),
            "signed": record.signed,
        }
        for task, record in zip(rows, records, strict=True)
    ]
    counted = Counter(task.outcome for task in rows)
    body = journaling.body(rows, listed, by_outcome=dict(sorted(counted.items())))
    audit.record("inspection.recorded", by=by, now=now, thing=journaling.thing(rows), body=body)
