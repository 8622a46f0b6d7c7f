"""The life of an implementation plan: draft, submit, approve, publish, start, complete."""

from datetime import datetime

from django.db import IntegrityError, transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.planning import implementing, policies, states, texts
from mingqian.planning.enums import PlanState, RollMode, Standing
from mingqian.planning.models import (
    AnnualPlan,
    CoOrganiser,
    ImplementationPlan,
    PlannedItem,
    PlannedPanel,
    PlanPartner,
    PlanRound,
)
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import implementation_facts, rows
from mingqian.planning.services import journaling
from mingqian.planning.types import Findings, PackInForce


@transaction.atomic
def draft(
    *,
    annual_plan: AnnualPlan,
    batch: str,
    code: str,
    title: str,
    mode: RollMode = RollMode.OPEN,
    unit: str = "",
    pack: PackInForce,
    by: Actor,
    now: datetime,
) -> ImplementationPlan:
    """FL-18 发起部门根据年度计划，制定具体实施方案: the batch's items come with the rules of the plan."""
    annual = rows.annual_plan(by, annual_plan.pk)
    where = rows.unit(by, unit or annual.unit.code)
    rounds = _rounds(annual, batch)
    demand_all(
        [
            policies.may(by, Verb.DRAFT_IMPLEMENTATION, where.path),
            journaling.same_pack(annual, pack),
            _published(annual),
            _fresh(annual, batch, code),
            texts.fits("实施方案编号", code, texts.CODE),
            texts.fits("标题", title, texts.TITLE),
            _any(rounds, batch),
            *(_same_mode(one, mode) for one in rounds),
        ]
    )
    plan = ImplementationPlan(
        code=code,
        annual_plan=annual,
        batch=batch,
        unit_id=where.pk,
        title=title,
        mode=mode.value,
        state=PlanState.DRAFT.value,
        pack_name=pack.name,
        pack_digest=pack.digest,
        prepared_by_id=rows.person_id(by),
        prepared_at=now,
    )
    _insert(plan)
    for number, one in enumerate(rounds, start=1):
        _copy(plan, number, one)
    _invite_partners(plan, rounds)
    _record("drafted", plan, by, now, batch=batch, items=[one.line.item.code for one in rounds])
    return plan


def _insert(plan: ImplementationPlan) -> None:
    """A code is free until somebody else's plan, drafted from another annual plan meanwhile, has taken it."""
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        if ImplementationPlan.objects.filter(code=plan.code).exists():
            raise Refused(_code_taken(plan.code)) from None
        raise


def _rounds(annual: AnnualPlan, batch: str) -> list[PlanRound]:
    found = PlanRound.objects.filter(line__plan=annual, batch=batch).select_related("line__item")
    return list(found.order_by("line__number", "number"))


def _copy(plan: ImplementationPlan, number: int, one: PlanRound) -> None:
    line = one.line
    PlannedItem.objects.create(
        plan=plan,
        round=one,
        item=line.item,
        item_version_id=line.item_version_id,
        number=number,
        method=line.methods[0],
        rule=line.rule,
        rule_source=line.rule_source,
        rule_clause=line.rule_clause,
    )


def _invite_partners(plan: ImplementationPlan, rounds: list[PlanRound]) -> None:
    """Who the annual plan names beside a line is asked here, once each (PD-18)."""
    seen: set[tuple[int | None, str]] = set()
    for partner in PlanPartner.objects.filter(line__in=[one.line for one in rounds]).order_by(
        "line_id", "id"
    ):
        who = (partner.unit_id, partner.outside_name)
        if who not in seen:
            CoOrganiser.objects.create(plan=plan, unit_id=who[0], outside_name=who[1], duty=partner.duty)
        seen.add(who)


def _published(annual: AnnualPlan) -> Decision:
    if annual.state == PlanState.PUBLISHED:
        return allowed()
    label = PlanState(annual.state).label
    return denied(
        "implementation.no_plan",
        f"年度计划{label}，不能据此制定实施方案",
        "涪陵指引 四(二)：根据年度计划",
        "请先公布年度计划",
    )


def _fresh(annual: AnnualPlan, batch: str, code: str) -> Decision:
    same_year = ImplementationPlan.objects.filter(
        annual_plan__unit=annual.unit, annual_plan__year=annual.year, batch=batch
    ).exclude(state=PlanState.WITHDRAWN.value)
    if same_year.exists():
        return denied(
            "implementation.batch_taken", f"批次{batch}已有实施方案", "", "请修改已有的方案，或先撤回"
        )
    if ImplementationPlan.objects.filter(code=code).exists():
        return _code_taken(code)
    return allowed()


def _code_taken(code: str) -> Decision:
    return denied("implementation.code_taken", f"实施方案编号{code}已被使用", "", "请换一个编号")


def _any(rounds: list[PlanRound], batch: str) -> Decision:
    if rounds:
        return allowed()
    return denied("implementation.empty", f"年度计划中没有批次“{batch}”", "", "请核对年度计划各行的批次")


def _same_mode(one: PlanRound, mode: RollMode) -> Decision:
    """Item rolls of one draw share their mode (sxsj1 §3); an open batch may not hold a sealed line."""
    if one.line.mode == RollMode.OPEN or mode is RollMode.SEALED:
        return allowed()
    return denied(
        "implementation.mode",
        f"事项{one.line.item.code}在年度计划中定为编号名录，方案却用公开名录",
        "抽取协议 sxsj1 §3：同一计划的名录方式一致",
        "请改用编号名录，或把该事项另列批次",
    )


@transaction.atomic
def submit(*, plan: str, pack: PackInForce, by: Actor, now: datetime) -> Findings:
    """FL-18: refused while one of the required fields is empty, all of them named at once."""
    row = rows.implementation_plan(by, plan)
    demand_all([policies.may(by, Verb.DRAFT_IMPLEMENTATION, row.unit.path), journaling.same_pack(row, pack)])
    state = states.implementation(row.state, "submit")
    found = implementing.complete(implementation_facts.gather(row), pack.rules)
    demand_all(found.denials)
    _move(row, state)
    _record("submitted", row, by, now)
    return found


@transaction.atomic
def return_(*, plan: str, reason: str, by: Actor, now: datetime) -> ImplementationPlan:
    """Back to the drafter, with the reason."""
    row = rows.implementation_plan(by, plan)
    demand_all([policies.may(by, Verb.APPROVE_IMPLEMENTATION, row.unit.path), _reasoned(reason)])
    row.return_reason = reason
    _move(row, states.implementation(row.state, "return"), "return_reason")
    _record("returned", row, by, now, reason=reason)
    return row


@transaction.atomic
def approve(*, plan: str, pack: PackInForce, by: Actor, now: datetime) -> ImplementationPlan:
    """A bureau leader who did not draft it; items, rules and panels freeze."""
    row = rows.implementation_plan(by, plan)
    demand_all(
        [
            policies.may(by, Verb.APPROVE_IMPLEMENTATION, row.unit.path),
            policies.not_the_same_person(by, row.prepared_by_id, "拟稿人"),
            journaling.same_pack(row, pack),
        ]
    )
    state = states.implementation(row.state, "approve")
    demand_all(implementing.complete(implementation_facts.gather(row), pack.rules).denials)
    PlannedItem.objects.filter(plan=row).update(standing=Standing.CLOSED.value)
    PlannedPanel.objects.filter(plan=row).update(standing=Standing.CLOSED.value)
    row.approved_by_id, row.approved_at = rows.person_id(by), now
    _move(row, state, "approved_by", "approved_at")
    _record("approved", row, by, now)
    return row


@transaction.atomic
def publish(*, plan: str, by: Actor, now: datetime) -> ImplementationPlan:
    """The plan becomes public; what 保密要求 closes stays closed."""
    row = rows.implementation_plan(by, plan)
    demand(policies.may(by, Verb.PUBLISH, row.unit.path))
    row.published_at = now
    _move(row, states.implementation(row.state, "publish"), "published_at")
    _record("published", row, by, now)
    return row


@transaction.atomic
def acknowledge(*, plan: str, by: Actor, now: datetime) -> ImplementationPlan:
    """FL-31 落实责任: the leader or the contact says that the plan has been received."""
    row = rows.implementation_plan(by, plan)
    if by.person_id is None or by.person_id not in (row.leader_id, row.contact_id):
        demand(
            denied(
                "implementation.not_named",
                f"{by.name}不是本方案的负责人或联系人，不能签收",
                "涪陵指引 五(一)：高度重视，落实责任",
                "请由负责人或联系人本人签收",
            )
        )
    row.acknowledged_at = now
    row.save(update_fields=["acknowledged_at"])
    _record("acknowledged", row, by, now)
    return row


@transaction.atomic
def start(*, plan: str, pack: PackInForce, by: Actor, now: datetime) -> Findings:
    """FL-19 会同有关单位启动: refused while a partner has not answered, or a required field is empty."""
    row = rows.implementation_plan(by, plan)
    demand_all([policies.may(by, Verb.START, row.unit.path), journaling.same_pack(row, pack)])
    state = states.implementation(row.state, "start")
    found = implementing.ready(implementation_facts.gather(row), pack.rules)
    demand_all(found.denials)
    row.started_at = now
    _move(row, state, "started_at")
    _record("started", row, by, now)
    return found


@transaction.atomic
def complete(*, plan: str, by: Actor, now: datetime) -> ImplementationPlan:
    """PD-27 本次抽查任务完成: the event that starts the clock of publication."""
    row = rows.implementation_plan(by, plan)
    demand(policies.may(by, Verb.START, row.unit.path))
    row.completed_at = now
    _move(row, states.implementation(row.state, "complete"), "completed_at")
    _record("completed", row, by, now)
    return row


@transaction.atomic
def withdraw(*, plan: str, reason: str, by: Actor, now: datetime) -> ImplementationPlan:
    """Not carried out, and why; once started it can no longer be withdrawn."""
    row = rows.implementation_plan(by, plan)
    demand_all([policies.may(by, Verb.DRAFT_IMPLEMENTATION, row.unit.path), _reasoned(reason)])
    row.return_reason = reason
    _move(row, states.implementation(row.state, "withdraw"), "return_reason")
    _record("withdrawn", row, by, now, reason=reason)
    return row


def _reasoned(reason: str) -> Decision:
    return allowed() if reason.strip() else denied("plan.reason", "没有写明原因", "", "请填写原因")


def _move(row: ImplementationPlan, state: PlanState, *fields: str) -> None:
    row.state = state.value
    row.save(update_fields=["state", *fields])


def _record(done: str, row: ImplementationPlan, by: Actor, now: datetime, **body: object) -> None:
    facts = {"year": row.annual_plan.year, "batch": row.batch, **body}
    audit.record(f"implementation.{done}", by=by, now=now, thing=journaling.implementation(row), body=facts)
