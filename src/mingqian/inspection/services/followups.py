"""后续措施: what the handler of a problem does next, from those its result offers; ended with what came of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import services as clocks
from mingqian.clocks.types import Start
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.timelimits import Period, Unit
from mingqian.inspection import gates, outcomes, policies
from mingqian.inspection.enums import FollowUpKind
from mingqian.inspection.models import FollowUp, Task
from mingqian.inspection.policies import FOLLOWED, Verb
from mingqian.inspection.selectors import followups as reads
from mingqian.inspection.selectors import tasks as found_tasks
from mingqian.inspection.services import journaling, written

DUE = "followup.due"
FINAL = ("confirmed", "published", "withheld", "closed")


@transaction.atomic
def choose(
    *, tasks: Sequence[str], kind: str, reason: str, due_on: date, by: Actor, now: datetime
) -> list[FollowUp]:
    """The same measure for one result or for many alike."""
    rows, today = found_tasks.locked(by, tasks), localdate(now)
    running = set(reads.running(rows, kind))
    refusals = [_refusals(task, kind, by, again=task.pk in running) for task in rows]
    demand_all(
        [
            *gates.all_of(refusals),
            written.said(reason, "选择后续措施须写明理由", FOLLOWED),
            allowed() if due_on > today else denied(
                "inspection.follow_day", f"办理期限{due_on}应在今天之后", FOLLOWED, "请填写以后的日期"
            ),
        ]
    )  # fmt: skip
    person = policies.person(by)
    made = FollowUp.objects.bulk_create(
        [
            FollowUp(task=task, kind=kind, reason=reason.strip(), due_on=due_on, by_id=person, at=now)
            for task in rows
        ],
        batch_size=500,
    )
    clocks.running.start([_begun(one) for one in made], division=rows[0].unit.division_code, now=now)
    listed = [{"task": task.code, "kind": kind, "due": due_on.isoformat()} for task in rows]
    body = journaling.body(rows, listed, kind=kind, reason=journaling.plain(reason))
    audit.record("followup.chosen", by=by, now=now, thing=journaling.thing(rows), body=body)
    return made


def _begun(row: FollowUp) -> Start:
    """Its day is one that was set: reminders go to the section, as for any other period."""
    period = Period(0, Unit.BY_DATE, f"后续措施：{FollowUpKind(row.kind).label}", "选定后续措施", FOLLOWED)
    return Start(
        thing=_thing(row), kind=DUE, unit=row.task.unit_id, title=period.name, period=period, start=row.due_on,
        about=f"{row.task.subject_name} · {row.task.item_name}", url_name="inspection:task", url_key=row.task.code,
    )  # fmt: skip


def _thing(row: FollowUp) -> str:
    return f"follow-up:{row.pk}"


def _refusals(task: Task, kind: str, by: Actor, *, again: bool) -> tuple[Decision, ...]:
    where = f"任务{task.code}（{task.subject_name}）"
    answers = (
        policies.may(by, Verb.FOLLOW, task.unit.path),
        _final(task, where),
        _offered(task, kind, where),
        denied(
            "inspection.follow_twice", f"{where}：“{FollowUpKind(kind).label}”正在办理", FOLLOWED, "请先办结"
        )
        if again
        else allowed(),
    )
    return tuple(one for one in answers if not one.ok)


def _final(task: Task, where: str) -> Decision:
    if task.state in FINAL:
        return allowed()
    why = f"{where}：最终结果尚未确认，不能选择后续措施"
    return denied("inspection.follow_early", why, FOLLOWED, "请先确认最终结果")


def _offered(task: Task, kind: str, where: str) -> Decision:
    outcome = outcomes.of(task.outcome) if task.outcome else None
    offered = outcome.follow if outcome else ()
    if kind in offered:
        return allowed()
    named = "、".join(FollowUpKind(one).label for one in offered) or "无"
    label = FollowUpKind(kind).label if kind in set(FollowUpKind) else kind
    name = outcome.name if outcome else "尚无结果"
    why = f"{where}：结果“{name}”的处置表里没有“{label}”"
    return denied("inspection.follow_kind", why, FOLLOWED, f"可选：{named}")


@transaction.atomic
def finish(*, follow_up: int, on: date, outcome: str, by: Actor, now: datetime) -> FollowUp:
    """What came of it, and when."""
    row = reads.locked(by, follow_up)
    where = f"任务{row.task.code}（{row.task.subject_name}）"
    demand_all(
        [
            policies.may(by, Verb.FOLLOW, row.task.unit.path),
            written.said(outcome, f"{where}：须写明办理结果", FOLLOWED),
            denied("inspection.follow_done", f"{where}：已于{row.done_on}办结", FOLLOWED, "")
            if row.done_on
            else allowed(),
            allowed() if localdate(row.at) <= on <= localdate(now) else denied(
                "inspection.follow_day", f"{where}：办结日期{on}应在选定之日与今天之间", FOLLOWED, "请核对日期"
            ),
        ]
    )  # fmt: skip
    row.done_on, row.outcome, row.done_by_id = on, outcome.strip(), policies.person(by)
    row.save(update_fields=["done_on", "outcome", "done_by"])
    clocks.running.meet([_thing(row)], kind=DUE, on=on)
    body = {"kind": row.kind, "on": on.isoformat(), "outcome": journaling.plain(outcome)}
    audit.record("followup.finished", by=by, now=now, thing=f"task:{row.task.code}", body=body)
    return row
