"""Sparing a drawn subject (XM-58): asked by one person, decided by another, never silently replaced."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.planning import exempting, policies, texts
from mingqian.planning.enums import ExemptionStage, ExemptionState, PlanState
from mingqian.planning.models import Exemption, ImplementationPlan, MergeProposal, PlannedItem
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import exemptions as reads
from mingqian.planning.selectors import rows
from mingqian.planning.services import journaling
from mingqian.planning.types import PackInForce


@transaction.atomic
def request(
    *,
    plan: str,
    item: str,
    subject: str,
    draw_code: str,
    tag: str = "",
    drawn_on: date,
    drawn: int,
    pool: int,
    reason: str,
    evidence: str = "",
    pack: PackInForce,
    by: Actor,
    now: datetime,
) -> Exemption:
    """Ask to spare one drawn subject of one item; ``drawn`` of ``pool`` is what coverage is counted on."""
    row = rows.plan_of_item(by, plan, item)
    planned = rows.planned_item(row, item)
    pk, history = reads.history(subject, drawn_on, localdate(now))
    answer = exempting.may_exempt(history, drawn_on, pack.rules, reason=reason)
    demand_all(
        [
            policies.may_ask_to_spare(by, row.unit.path, planned.item.unit.path),
            journaling.same_pack(row, pack),
            _drawn_from(row),
            texts.fits("抽取编号", draw_code, texts.CODE),
            texts.fits("名录标签", tag, texts.TAG, required=False),
            _figures(drawn, pool),
            _day(drawn_on, localdate(now), row.started_at),
            one_plan(row, draw_code),
            answer,
            _once(draw_code, planned, pk),
        ]
    )
    if history.last_checked_on is None:  # may_exempt has refused it already
        raise Refused(answer)
    made = Exemption.objects.create(
        plan=row,
        item=planned,
        subject_id=pk,
        draw_code=draw_code,
        tag=tag,
        stage=ExemptionStage.AFTER_DRAW.value,
        drawn_on=drawn_on,
        last_checked_on=history.last_checked_on,
        clause=answer.clause,
        reason=reason,
        evidence=evidence,
        state=ExemptionState.REQUESTED.value,
        coverage={"drawn": drawn, "pool": pool},
        requested_by_id=rows.person_id(by),
        requested_at=now,
    )
    body = {"draw": draw_code, "item": item, "subject": subject, "reason": reason, "clause": answer.clause}
    journaling.record("exemption.requested", by=by, now=now, thing=journaling.exemption(made), body=body)
    return made


def _drawn_from(row: ImplementationPlan) -> Decision:
    if row.state in (PlanState.STARTED, PlanState.COMPLETED):
        return allowed()
    label = PlanState(row.state).label
    told = f"实施方案{row.code}{label}，还没有抽取，不能申请免检"
    return denied("exempt.not_drawn", told, "厦门方案 三(五)6：免检是抽取之后的决定", "请在抽取之后申请")


def _figures(drawn: int, pool: int) -> Decision:
    if 1 <= drawn <= pool:
        return allowed()
    return denied("exempt.figures", f"名录{pool}中抽中{drawn}不对", "", "请按抽取结果填写")


def _day(drawn_on: date, today: date, started_at: datetime | None) -> Decision:
    """A draw lies between the start of its plan and today."""
    begun = localdate(started_at) if started_at else drawn_on
    if begun <= drawn_on <= today:
        return allowed()
    told = f"抽取日期{drawn_on}不在方案启动之日{begun}与今天{today}之间"
    return denied("exempt.drawn_on", told, "", "请核对抽取日期")


def one_plan(row: ImplementationPlan, draw_code: str) -> Decision:
    """A draw belongs to one plan: what was recorded of it before says which."""
    others = (Exemption.objects, MergeProposal.objects)
    if not any(found.filter(draw_code=draw_code).exclude(plan=row).exists() for found in others):
        return allowed()
    told = f"抽取{draw_code}已登记在别的实施方案下"
    return denied("planning.other_draw", told, "", "请核对抽取编号")


def _once(draw_code: str, item: PlannedItem, subject: int) -> Decision:
    found = Exemption.objects.filter(draw_code=draw_code, item=item, subject_id=subject)
    if not found.exclude(state=ExemptionState.REFUSED.value).exists():
        return allowed()
    return denied("exempt.again", "该对象在本次抽取的这一事项上已申请免检", "", "请办理已有的申请")


@transaction.atomic
def decide(
    *, exemption: int, approve: bool, reason: str, pack: PackInForce, by: Actor, now: datetime
) -> Decision:
    """Grant or refuse. Granting looks at the subject again; coverage before and after stays on the row."""
    row = rows.exemption(by, exemption)
    checks = [
        policies.may(by, Verb.DECIDE_EXEMPTION, row.plan.unit.path),
        policies.not_the_same_person(by, row.requested_by_id, "申请人"),
        journaling.same_pack(row.plan, pack),
        _undecided(row),
        _reasoned(reason),
    ]
    if approve:
        _, history = reads.history(row.subject.code, row.drawn_on, localdate(now))
        checks.append(exempting.may_exempt(history, row.drawn_on, pack.rules, reason=row.reason))
    demand_all(checks)
    coverage = reads.coverage(row, granting=approve)
    told = exempting.coverage_warning(coverage)
    row.state = (ExemptionState.APPROVED if approve else ExemptionState.REFUSED).value
    row.decision_reason, row.below_floor = reason, approve and coverage.below_floor
    row.coverage = {
        "pool": coverage.pool,
        "drawn": coverage.drawn,
        "before": coverage.checked_before,
        "after": coverage.checked_after,
        "floor": coverage.floor,
    }
    row.decided_by_id, row.decided_at = rows.person_id(by), now
    row.save()
    kind = "exemption.approved" if approve else "exemption.refused"
    body = {"draw": row.draw_code, "subject": row.subject.code, "reason": reason, "coverage": row.coverage}
    journaling.record(kind, by=by, now=now, thing=journaling.exemption(row), body=body)
    return told


def _undecided(row: Exemption) -> Decision:
    if row.state == ExemptionState.REQUESTED:
        return allowed()
    label = ExemptionState(row.state).label
    return denied("exempt.decided", f"该申请已决定：{label}，不能更改", "", "情况有变的，另行申请")


def _reasoned(reason: str) -> Decision:
    return (
        allowed() if reason.strip() else denied("exempt.decision_reason", "决定须写明理由", "", "请填写理由")
    )
