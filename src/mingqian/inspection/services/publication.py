"""What publication reports back: out, not to go out, taken down. Reviewing and releasing is publicity's work."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import allowed, demand_all, denied
from mingqian.core.machines import inspection
from mingqian.inspection import gates, outcomes, packrules, policies
from mingqian.inspection.enums import Withhold
from mingqian.inspection.models import Rectification, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import rectifications, results
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.services import credit, journaling, saving, timing, written
from mingqian.inspection.services.results import UNDECIDED

_FIELDS = ["state", "published_on", "notice_code", "withheld_code", "withheld_reason", "closed_on"]
_PERSON = "厦门 三(六)3：监管对象为自然人的，可根据具体情况决定是否公示"


@transaction.atomic
def published(*, tasks: Sequence[str], on: date, notice: str, by: Actor, now: datetime) -> int:
    """The results went out on a day with a notice: publication periods end, those of revisits begin."""
    rows = reads.locked(by, tasks)
    _demand(rows, "publish", Verb.PUBLISH, by)
    for task in rows:
        task.state = machine.move(inspection.MACHINE, task.state, "publish")
        task.published_on, task.notice_code = on, notice
        task.withheld_code, task.withheld_reason = "", ""
    ordered = _closed_or_open(rows, on)
    _save(rows, on)
    for batch in {task.batch_id for task in ordered}:
        timing.begin([task for task in ordered if task.batch_id == batch], "result_published", on, now)
    listed = [{"task": task.code, "on": on.isoformat(), "notice": notice} for task in rows]
    made = credit.queue(rows, on, public=True)
    body = journaling.body(rows, listed, notice=notice, on=on.isoformat(), credit=made)
    audit.record("inspection.published", by=by, now=now, thing=journaling.thing(rows), body=body)
    return len(rows)


@transaction.atomic
def withheld(*, tasks: Sequence[str], code: str, reason: str, by: Actor, now: datetime) -> int:
    """决定不公示: on a coded ground; the result is counted all the same."""
    rows, code = reads.locked(by, tasks), str(code)
    _demand(rows, "withhold", Verb.WITHHOLD, by)
    named = "、".join(one.label for one in Withhold)
    persons = code != Withhold.PERSON or all(task.natural_person for task in rows)
    demand_all(
        [
            allowed() if code in set(Withhold) else denied(
                "inspection.withhold", f"没有不公示理由代码“{code}”", _PERSON, f"可用：{named}"
            ),
            written.said(reason, "不公示须写明理由", _PERSON),
            allowed() if persons else denied(
                "inspection.not_a_person", "所选结果中有单位，不能以“自然人”为由不公示", _PERSON, "请核对"
            ),
        ]
    )  # fmt: skip
    on = localdate(now)
    for task in rows:
        task.state = machine.move(inspection.MACHINE, task.state, "withhold")
        task.withheld_code, task.withheld_reason = code, reason.strip()
    _closed_or_open(rows, on)
    _save(rows, on)
    made = credit.queue(rows, on, public=False)
    listed = [{"task": task.code, "code": code} for task in rows]
    body = journaling.body(rows, listed, code=code, reason=journaling.plain(reason), credit=made)
    audit.record("inspection.withheld", by=by, now=now, thing=journaling.thing(rows), body=body)
    return len(rows)


@transaction.atomic
def withdrawn(*, tasks: Sequence[str], notice: str, by: Actor, now: datetime) -> int:
    """撤下公示: the results are no longer out; what becomes of them is decided anew."""
    rows = reads.locked(by, tasks)
    _demand(rows, "unpublish", Verb.PUBLISH, by)
    for task in rows:
        task.state = machine.move(inspection.MACHINE, task.state, "unpublish")
        task.published_on, task.notice_code, task.closed_on = None, "", None
        task.withheld_code, task.withheld_reason = "", ""
    saving.save(rows, _FIELDS)
    timing.dropped(rows, localdate(now), "结果公示已撤下", packrules.REVISIT)
    fell = credit.withdraw(rows, localdate(now), f"公示{notice}已撤下")
    listed = [{"task": task.code, "notice": notice} for task in rows]
    body = journaling.body(rows, listed, notice=notice, credit_withdrawn=fell)
    audit.record("inspection.unpublished", by=by, now=now, thing=journaling.thing(rows), body=body)
    return len(rows)


def _demand(rows: Sequence[Task], event: str, verb: Verb, by: Actor) -> None:
    refusals = [
        tuple(
            one
            for one in (
                policies.may(by, verb, task.unit.path),
                machine.may(inspection.MACHINE, task.state, event),
            )
            if not one.ok
        )
        for task in rows
    ]
    demand_all(gates.all_of(refusals))


def _closed_or_open(rows: Sequence[Task], on: date) -> list[Task]:
    """完结 at once where nothing has to be put right; the others, still open, are returned."""
    orders = dict(Rectification.objects.filter(task__in=rows).values_list("task_id", "state"))
    still_open = []
    for task in rows:
        waits = orders.get(task.pk) in rectifications.OPEN or _order_missing(task, orders)
        if waits:
            still_open.append(task)
            continue
        task.state = machine.move(inspection.MACHINE, task.state, "close")
        task.closed_on = on
    return still_open


def _order_missing(task: Task, orders: dict[int, str]) -> bool:
    return outcomes.of(task.outcome).order and task.pk not in orders


def _save(rows: Sequence[Task], on: date) -> None:
    """The publication period of an item ends with its last result that is out or decided about."""
    saving.save(rows, _FIELDS)
    names = {results.publication_of(task): task for task in rows}
    waiting = Task.objects.filter(
        batch__in={task.batch_id for task in rows}, state__in=(*UNDECIDED, "confirmed")
    )
    left = set(waiting.values_list("batch_id", "item_id"))
    done = [name for name, task in names.items() if (task.batch_id, task.item_id) not in left]
    timing.publication_met(done, on)
