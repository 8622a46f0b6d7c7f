"""Which periods an event of a task starts and stops; how long they are, the batch's frozen rules say."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from mingqian.clocks import services as clocks
from mingqian.clocks.types import Start
from mingqian.core.timelimits import Period, Unit
from mingqian.inspection import packrules
from mingqian.inspection.models import Approval, Batch, Task
from mingqian.inspection.selectors import results
from mingqian.inspection.types import InspectionRules

ORDER_DUE = "rectification.due"
MAKE_UP = "approval.make_up"
_MAKE_UP = Period(
    24, Unit.HOURS, "补办检查审批", "紧急先行检查", "国办发〔2024〕54号：情况紧急的，事后及时补办"
)
_RIGHTS = frozenset({packrules.DEFENCE})


def thing(task: Task) -> str:
    """Whose period it is."""
    return f"task:{task.code}"


def things(tasks: Sequence[Task]) -> list[str]:
    """The same for many."""
    return [thing(task) for task in tasks]


def begin(tasks: Sequence[Task], event: str, on: date, now: datetime) -> None:
    """Start the periods of an event for tasks of one batch."""
    if not tasks:
        return
    batch = tasks[0].batch
    rules = InspectionRules.from_json(batch.rules)
    starts = [
        _start(task, timer.key, timer.period, on)
        for timer in rules.starting(event)
        if timer.key != packrules.PUBLISH
        for task in tasks
    ]
    clocks.running.start(starts, division=batch.unit.division_code, now=now)


def order(tasks: Sequence[tuple[Task, date]], now: datetime) -> None:
    """限期改正: the firm's own date."""
    starts = [
        _start(
            task, ORDER_DUE, Period(0, Unit.BY_DATE, "整改期限", "责令限期改正", "责令限期改正通知书"), due_on
        )
        for task, due_on in tasks
    ]
    division = tasks[0][0].batch.unit.division_code if tasks else ""
    clocks.running.start(starts, division=division, now=now)


def by_date(tasks: Sequence[tuple[Task, date]], kind: str, period: Period, now: datetime) -> None:
    """A date set for a firm by name."""
    starts = [_start(task, kind, period, due_on) for task, due_on in tasks]
    division = tasks[0][0].batch.unit.division_code if tasks else ""
    clocks.running.start(starts, division=division, now=now)


def make_up(approvals: Sequence[Approval], now: datetime) -> None:
    """紧急先行检查: the head's answer is due within hours, from this moment."""
    starts = [
        Start(
            thing=f"approval:{one.number}", kind=MAKE_UP, unit=one.batch.unit_id, title=_MAKE_UP.name,
            about=one.subject.name, period=_MAKE_UP, start=localdate(now), at=now, url_name="inspection:approvals",
        )
        for one in approvals
    ]  # fmt: skip
    clocks.running.start(starts, division=approvals[0].batch.unit.division_code, now=now)


def made_up(approvals: Sequence[Approval], now: datetime) -> None:
    """Answered, in whichever way."""
    urgent = [f"approval:{one.number}" for one in approvals if one.emergency]
    clocks.running.meet(urgent, kind=MAKE_UP, on=localdate(now), at=now)


def _start(task: Task, key: str, period: Period, on: date) -> Start:
    return Start(
        thing=thing(task),
        kind=key,
        unit=task.unit_id,
        title=period.name,
        about=f"{task.subject_name} · {task.item_name}",
        period=period,
        start=on,
        url_name="inspection:task",
        url_key=task.code,
        right=key in _RIGHTS,
    )


def begin_publication(batch: Batch, tasks: Sequence[Task], event: str, on: date, now: datetime) -> None:
    """One publication period per item: its unit answers for it."""
    rules = InspectionRules.from_json(batch.rules)
    timers = [one for one in rules.starting(event) if one.key == packrules.PUBLISH]
    by_item = {results.publication_of(task): task for task in tasks}
    starts = [
        Start(
            thing=name,
            kind=packrules.PUBLISH,
            unit=task.unit_id,
            title=timer.period.name,
            about=f"{batch.title} · {task.item_name}",
            period=timer.period,
            start=on,
            url_name="inspection:batch",
            url_key=batch.code,
        )
        for timer in timers
        for name, task in sorted(by_item.items())
    ]
    clocks.running.start(starts, division=batch.unit.division_code, now=now)


def begin_report(batch: Batch, on: date, now: datetime) -> None:
    """检查报告, and what has to be done about the problems: the batch's own periods, from the end of its checks."""
    rules = InspectionRules.from_json(batch.rules)
    starts = [
        Start(
            thing=report_of(batch), kind=timer.key, unit=batch.unit_id, title=timer.period.name, about=batch.title,
            period=timer.period, start=on, url_name="inspection:report", url_key=batch.code,
        )
        for timer in rules.starting("inspection_end")
        if timer.key in (packrules.REPORT, packrules.HANDLING)
    ]  # fmt: skip
    clocks.running.start(starts, division=batch.unit.division_code, now=now)


def report_of(batch: Batch) -> str:
    """Whose periods those are."""
    return f"report:{batch.code}"


def report_met(batch: Batch, on: date) -> None:
    """The report went out with every problem attended to."""
    for kind in (packrules.REPORT, packrules.HANDLING):
        clocks.running.meet([report_of(batch)], kind=kind, on=on)


def met(tasks: Sequence[Task], kind: str, on: date) -> None:
    """The duty is done."""
    clocks.running.meet(things(tasks), kind=kind, on=on)


def dropped(tasks: Sequence[Task], on: date, reason: str, kind: str = "") -> None:
    """The periods of these tasks fall away: all of them, or those of one kind."""
    clocks.running.cancel(things(tasks), kind=kind, on=on, reason=reason)


def publication_met(names: Sequence[str], on: date) -> None:
    """Every result of these items is out or decided about."""
    clocks.running.meet(list(names), kind=packrules.PUBLISH, on=on)
