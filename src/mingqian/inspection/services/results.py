"""The final result: confirmed by somebody who neither checked nor answered, or sent back to the team."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import selectors as clocks
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import inspection
from mingqian.inspection import gates, outcomes, packrules, policies
from mingqian.inspection.models import Task
from mingqian.inspection.policies import YOURS, Verb
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.services import deliveries, ending, journaling, saving, timing, visits, written
from mingqian.ui import words

UNDECIDED = ("waiting", "recorded", "noticed", "defended", "answered")


@transaction.atomic
def confirm(*, tasks: Sequence[str], by: Actor, now: datetime) -> int:
    """确认最终结果, after the firm's time is over; how many were confirmed."""
    rows, today = reads.locked(by, tasks), localdate(now)
    lasts = clocks.due.last_days(timing.things(rows), kind=packrules.DEFENCE)
    sits = {batch: reads.sits(by, batch) for batch in {task.batch_id for task in rows}}
    refusals = [
        _refusals(task, by, in_team=task.team in sits[task.batch_id], heard=_heard(task, lasts, today))
        for task in rows
    ]
    demand_all(gates.all_of(refusals))
    person = policies.person(by)
    for task in rows:
        task.state = machine.move(inspection.MACHINE, task.state, "confirm")
        task.confirmed_by_id, task.confirmed_on = person, today
    saving.save(rows, ["state", "confirmed_by_id", "confirmed_on"])
    timing.met(rows, packrules.DEFENCE, today)
    _completed(rows, today, now)
    counted = Counter(task.outcome for task in rows)
    listed = [{"task": task.code, "outcome": task.outcome} for task in rows]
    sheets = deliveries.send(rows, by, now)
    body = journaling.body(rows, listed, by_outcome=dict(sorted(counted.items())), deliveries=sheets)
    audit.record("inspection.confirmed", by=by, now=now, thing=journaling.thing(rows), body=body)
    return len(rows)


def _refusals(task: Task, by: Actor, *, in_team: bool, heard: Decision) -> tuple[Decision, ...]:
    where = f"任务{task.code}（{task.subject_name}）"
    answers = (
        policies.may(by, Verb.CONFIRM, task.unit.path),
        policies.another(by, task.recorded_by_id, "结果登记人", where),
        policies.another(by, task.answered_by_id, "申辩答复人", where),
        policies.not_of_the_team(by, in_team=in_team and task.team > 0, where=where),
        machine.may(inspection.MACHINE, task.state, "confirm"),
        heard,
    )
    return tuple(one for one in answers if not one.ok)


def _heard(task: Task, lasts: dict[str, date | None], today: date) -> Decision:
    """A result that burdens somebody is told first, and his time is waited for."""
    where = f"任务{task.code}（{task.subject_name}）"
    if task.state == "recorded" and outcomes.of(task.outcome).notice:
        name = outcomes.of(task.outcome).name
        why = f"{where}：“{name}”尚未告知检查对象，不能确认"
        return denied("inspection.not_told", why, YOURS, "请先送达初步结果告知书")
    last = lasts.get(timing.thing(task))
    if task.state == "noticed" and (last is None or today <= last):
        until = f"至{words.day(last)}" if last else "（已暂停）"
        why = f"{where}：陈述申辩期{until}尚未届满"
        return denied("inspection.unheard", why, YOURS, "期满后再确认，或登记对象的书面放弃")
    return allowed()


def _completed(rows: Sequence[Task], today: date, now: datetime) -> None:
    """The last confirmed task of an item completes it: periods counted from there begin."""
    batches = {task.batch_id: task.batch for task in rows}
    for pk, batch in batches.items():
        mine = [task for task in rows if task.batch_id == pk]
        items = {task.item_id for task in mine}
        open_ones = Task.objects.filter(batch=batch, item__in=items, state__in=UNDECIDED)
        waiting = set(open_ones.values_list("item_id", flat=True))
        done = [task for task in mine if task.item_id not in waiting]
        for event in ("task_completed", "decision"):
            timing.begin_publication(batch, done, event, today, now)


@transaction.atomic
def send_back(*, task: str, reason: str, by: Actor, now: datetime) -> Task:
    """退回重查: the record stays, the next one is its next version."""
    return _taken_back(task, "return", "inspection.sent_back", reason, by, now)


@transaction.atomic
def cancel(*, task: str, reason: str, by: Actor, now: datetime) -> Task:
    """撤销任务: the draw's pair is not checked after all, on a ground that stays on record."""
    return _taken_back(task, "cancel", "inspection.cancelled", reason, by, now)


def _taken_back(code: str, event: str, kind: str, reason: str, by: Actor, now: datetime) -> Task:
    (row,) = reads.locked(by, [code])
    where = f"任务{row.code}（{row.subject_name}）"
    demand_all(
        [
            policies.may(by, Verb.SEND_BACK, row.unit.path),
            machine.may(inspection.MACHINE, row.state, event),
            written.said(reason, f"{where}：须写明理由", "", "请填写理由"),
        ]
    )
    before = row.state
    row.state = machine.move(inspection.MACHINE, row.state, event)
    row.outcome, row.problems, row.last_reason = "", "", reason.strip()
    row.recorded_by_id, row.answered_by_id = None, None
    row.save(update_fields=["state", "outcome", "problems", "last_reason", "recorded_by", "answered_by"])
    if event == "cancel":
        ending.fell_away([row], reason.strip(), now=now)
    else:
        timing.dropped([row], localdate(now), reason.strip())
        visits.again([row], now=now)
    body = {"before": before, "reason": journaling.plain(reason)}
    audit.record(kind, by=by, now=now, thing=f"task:{row.code}", body=body)
    return row
