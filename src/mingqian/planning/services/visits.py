"""Merging the drawn pairs of several items into one visit per subject, as a proposal somebody answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.planning import merging, policies, texts
from mingqian.planning.enums import MergeForce, MergeState
from mingqian.planning.models import ImplementationPlan, MergeProposal, Visit, VisitItem
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import rows
from mingqian.planning.services import exemptions, journaling
from mingqian.planning.types import DrawnPair, MergedVisit, PackInForce
from mingqian.policy.rules.reading import Said
from mingqian.registry import selectors as registries

# Where no document speaks, merging is what every text allows (XM-37 可实施联合检查).
UNSAID = Said(MergeForce.MAY, "规则包未规定合并检查，可以合并")


@transaction.atomic
def propose(
    *,
    plan: str,
    draw_code: str,
    pairs: Sequence[DrawnPair],
    pack: PackInForce,
    by: Actor,
    now: datetime,
) -> MergeProposal:
    """FL-32 原则上应一次性完成: one visit per subject, with the person-days it spares."""
    row = rows.implementation_plan(by, plan)
    visits = merging.merged_visits(pairs)
    demand_all(
        [
            policies.may(by, Verb.MERGE, row.unit.path),
            journaling.same_pack(row, pack),
            texts.fits("抽取编号", draw_code, texts.CODE),
            exemptions.one_plan(row, draw_code),
            _of_the_plan(row, pairs),
            _some(visits),
            _undecided_before(draw_code),
        ]
    )
    load = merging.workload(visits)
    force = pack.rules.merge_force or UNSAID
    made = MergeProposal.objects.create(
        draw_code=draw_code,
        version=MergeProposal.objects.filter(draw_code=draw_code).count() + 1,
        plan=row,
        force=force.value.value,
        clause=force.clause,
        state=MergeState.PROPOSED.value,
        pairs=load.pairs,
        visits_count=load.visits,
        person_days_before=load.person_days_before,
        person_days_after=load.person_days_after,
        proposed_by_id=rows.person_id(by),
        proposed_at=now,
    )
    _write_visits(made, row, visits, by, now)
    body = {"draw": draw_code, "pairs": load.pairs, "visits": load.visits, "spared": load.person_days_spared}
    journaling.record("merge.proposed", by=by, now=now, thing=journaling.merge(made), body=body)
    return made


def _write_visits(
    made: MergeProposal, plan: ImplementationPlan, visits: Sequence[MergedVisit], by: Actor, now: datetime
) -> None:
    facts = registries.universe.subject_facts(by, [one.subject_id for one in visits], localdate(now))
    unknown = [one.subject_id for one in visits if one.subject_id not in facts]
    if unknown:
        raise Refused(
            denied(
                "merge.unknown", f"对象{unknown[0]}等{len(unknown)}个不在您的数据范围内", "", "请核对抽取结果"
            )
        )
    items = {one.item.code: one for one in plan.items.select_related("item")}
    made_visits = Visit.objects.bulk_create(
        Visit(proposal=made, number=number, subject_id=facts[one.subject_id].pk)
        for number, one in enumerate(visits, start=1)
    )
    VisitItem.objects.bulk_create(
        VisitItem(visit=visit, item=items[pair.item_code], team=pair.team)
        for visit, one in zip(made_visits, visits, strict=True)
        for pair in one.pairs
    )


def _of_the_plan(plan: ImplementationPlan, pairs: Sequence[DrawnPair]) -> Decision:
    """Whoever hands over pairs: each names an item of this plan, and a team with people in it."""
    known = set(plan.items.values_list("item__code", flat=True))
    foreign = sorted({pair.item_code for pair in pairs} - known)
    if foreign:
        told = f"实施方案{plan.code}中没有事项“{foreign[0]}”"
        return denied("merge.other_item", told, "", "请核对抽取结果与实施方案")
    if any(pair.team < 0 or pair.team_size < 1 for pair in pairs):
        return denied("merge.team", "检查组编号或人数不对", "", "请核对分组结果")
    return allowed()


def _some(visits: Sequence[MergedVisit]) -> Decision:
    if visits:
        return allowed()
    return denied("merge.nothing", "没有现场检查的抽中对象，不需合并", "", "书面、网络核查不产生现场检查")


def _undecided_before(draw_code: str) -> Decision:
    """One answer per draw: while a proposal waits, or after one was accepted, there is no second."""
    found = MergeProposal.objects.filter(draw_code=draw_code).exclude(state=MergeState.DECLINED.value).first()
    if found is None:
        return allowed()
    return denied(
        "merge.there", f"抽取{draw_code}的合并建议{MergeState(found.state).label}", "", "请办理已有的建议"
    )


@transaction.atomic
def accept(*, proposal: int, by: Actor, now: datetime) -> MergeProposal:
    """One visit it is."""
    row = rows.merge_proposal(by, proposal)
    demand_all([policies.may(by, Verb.MERGE, row.plan.unit.path), _waiting(row)])
    return _decided(row, MergeState.ACCEPTED, "", by, now)


@transaction.atomic
def decline(*, proposal: int, reason: str, by: Actor, now: datetime) -> MergeProposal:
    """Separate visits after all, as far as the pack lets the officer (PD 应当, FL 原则上, XM 可)."""
    row = rows.merge_proposal(by, proposal)
    force = Said(MergeForce(row.force), row.clause)
    demand_all(
        [
            policies.may(by, Verb.MERGE, row.plan.unit.path),
            _waiting(row),
            merging.may_decline(force, reason),
        ]
    )
    return _decided(row, MergeState.DECLINED, reason, by, now)


def _waiting(row: MergeProposal) -> Decision:
    if row.state == MergeState.PROPOSED:
        return allowed()
    return denied("merge.decided", f"该建议{MergeState(row.state).label}，不能再改", "", "请另行提出建议")


def _decided(row: MergeProposal, state: MergeState, reason: str, by: Actor, now: datetime) -> MergeProposal:
    row.state, row.reason = state.value, reason
    row.decided_by_id, row.decided_at = rows.person_id(by), now
    row.save()
    kind = "merge.accepted" if state is MergeState.ACCEPTED else "merge.declined"
    journaling.record(
        kind, by=by, now=now, thing=journaling.merge(row), body={"draw": row.draw_code, "reason": reason}
    )
    return row
