"""改进措施 for a general problem: planned with somebody who answers for it and a day, ended with what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.inspection import policies
from mingqian.inspection.enums import ImprovementKind
from mingqian.inspection.models import Batch, Improvement
from mingqian.inspection.policies import IMPROVED, Verb
from mingqian.inspection.selectors import batches, reports
from mingqian.inspection.selectors import improvements as reads
from mingqian.inspection.services import journaling, written


@transaction.atomic
def plan(
    *, batch: str, item: str, point: str, kind: str, words: str, owner: str, due_on: date, by: Actor,
    now: datetime,
) -> Improvement:  # fmt: skip
    """One open measure per general problem; the next may follow when it is done."""
    row = batches.locked(by, batch)
    demand(policies.may(by, Verb.WRITE_REPORT, row.unit.path))
    problem = _general(by, row, item, point)
    demand_all(
        [
            _kind(kind),
            written.said(words, "改进措施须写明改什么", IMPROVED),
            _later(due_on, localdate(now)),
            _free(problem),
        ]
    )
    person = accounts.people(by).filter(code=owner).first()
    if person is None:
        why = f"没有编号为“{owner}”的人员，或不在您的范围内"
        raise Refused(denied("inspection.improvement_owner", why, IMPROVED, "请填写责任人的人员编号"))
    made = Improvement.objects.create(
        batch=row, item=item, point=point, problem=problem.problem[:500], kind=kind, words=words.strip(),
        owner_id=person.pk, due_on=due_on, by_id=policies.person(by), at=now,
    )  # fmt: skip
    body = {
        "item": item, "point": point, "kind": kind, "owner": owner, "due": due_on.isoformat(),
        "words": journaling.plain(words),
    }  # fmt: skip
    audit.record("improvement.planned", by=by, now=now, thing=f"report:{batch}", body=body)
    return made


@transaction.atomic
def finish(*, improvement: int, on: date, outcome: str, by: Actor, now: datetime) -> Improvement:
    """What came of it."""
    row = reads.locked(by, improvement)
    demand_all(
        [
            policies.may(by, Verb.WRITE_REPORT, row.batch.unit.path),
            written.said(outcome, "办结改进措施须写明做了什么", IMPROVED),
            _running(row),
            _since(row, on, localdate(now)),
        ]
    )
    row.done_on, row.outcome, row.done_by_id = on, outcome.strip(), policies.person(by)
    row.save(update_fields=["done_on", "outcome", "done_by"])
    body = {"item": row.item, "point": row.point, "on": on.isoformat(), "outcome": journaling.plain(outcome)}
    audit.record("improvement.finished", by=by, now=now, thing=f"report:{row.batch.code}", body=body)
    return row


def _general(by: Actor, batch: Batch, item: str, point: str) -> reads.General:
    """Only what the figures show at several firms is a general problem."""
    for one in reads.of(batch, reports.of_batch(batch, reports.one(by, batch.code))):
        if (one.item, one.point) == (item, point):
            return one
    why = f"检查内容“{item} {point}”在本批里没有在两户以上不符合"
    raise Refused(denied("inspection.not_general", why, IMPROVED, "请从检查报告列出的普遍性问题里选"))


def _kind(kind: str) -> Decision:
    if kind in set(ImprovementKind):
        return allowed()
    return denied("inspection.improvement_kind", f"没有改进方式“{kind}”", IMPROVED, "请从列出的方式中选择")


def _free(problem: reads.General) -> Decision:
    if problem.measure is None or problem.measure.done_on is not None:
        return allowed()
    return denied(
        "inspection.improvement_twice", f"“{problem.problem}”已有正在办理的改进措施", IMPROVED, "请先办结"
    )


def _later(due_on: date, today: date) -> Decision:
    if due_on > today:
        return allowed()
    return denied("inspection.improvement_day", f"完成期限{due_on}应在今天之后", IMPROVED, "请填写以后的日期")


def _running(row: Improvement) -> Decision:
    if row.done_on is None:
        return allowed()
    return denied("inspection.improvement_done", "这项改进措施已经办结", IMPROVED)


def _since(row: Improvement, on: date, today: date) -> Decision:
    if localdate(row.at) <= on <= today:
        return allowed()
    why = f"办结日期{on}应在登记之日与今天之间"
    return denied("inspection.improvement_day", why, IMPROVED, "请核对日期")
