"""The life of an implementation plan: draft, submit, approve, publish, start, complete."""

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.planning import implementing, policies, texts
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
from mingqian.planning.services import journaling, moves
from mingqian.planning.types import Findings, PackInForce, Place


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
            texts.names("实施方案编号", code, texts.CODE),
            texts.fits("标题", title, texts.TITLE),
            _any(rounds, batch),
            *_initiates(where, rounds),
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
    _invite_owners(plan, where, rounds)
    _invite_partners(plan, rounds)
    moves.record("drafted", plan, by, now, items=[one.line.item.code for one in rounds])
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
    found = PlanRound.objects.filter(line__plan=annual, batch=batch).select_related("line__item__unit")
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


def _foreign(where: Place, one: PlanRound) -> bool:
    owner, name = one.line.item.unit.path, one.line.item.code
    return not policies.owns(where.path, where.name, owner, name).ok


def _initiates(where: Place, rounds: list[PlanRound]) -> Iterator[Decision]:
    """PD-30 谁主管、谁发起: at least one item of the batch is its own; the others' owners join (PD-18)."""
    if rounds and all(_foreign(where, one) for one in rounds):
        for one in rounds:
            yield policies.owns(where.path, where.name, one.line.item.unit.path, one.line.item.code)


def _invite_owners(plan: ImplementationPlan, where: Place, rounds: list[PlanRound]) -> None:
    """The sections whose items stand in the same batch start it together, so each has to say yes."""
    owners: dict[int, list[str]] = {}
    for one in rounds:
        if _foreign(where, one):
            owners.setdefault(one.line.item.unit_id, []).append(one.line.item.code)
    for unit, items in owners.items():
        duty = f"共同发起：{'、'.join(items)}"
        CoOrganiser.objects.create(plan=plan, unit_id=unit, duty=duty, joint=True)


def _invite_partners(plan: ImplementationPlan, rounds: list[PlanRound]) -> None:
    """Who the annual plan names beside a line is asked here, once each (PD-18)."""
    joint = plan.co_organisers.values_list("unit_id", "outside_name")
    seen: set[tuple[int | None, str]] = {*joint, (plan.unit_id, "")}
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
    moves.expect(row, "submit")
    found = implementing.complete(implementation_facts.gather(row), pack.rules)
    demand_all(found.denials)
    row.submitted_by_id = rows.person_id(by)
    moves.move(row, "submit", "submitted_by")
    moves.record("submitted", row, by, now)
    return found


@transaction.atomic
def return_(*, plan: str, reason: str, by: Actor, now: datetime) -> ImplementationPlan:
    """Back to the drafter, with the reason."""
    row = rows.implementation_plan(by, plan)
    verb = Verb.APPROVE_IMPLEMENTATION
    return moves.turn_back(row, "return", "returned", verb=verb, reason=reason, by=by, now=now)


@transaction.atomic
def recall(*, plan: str, by: Actor, now: datetime) -> ImplementationPlan:
    """Taken back by the initiator, before the leader has decided."""
    return moves.recall(rows.implementation_plan(by, plan), verb=Verb.DRAFT_IMPLEMENTATION, by=by, now=now)


@transaction.atomic
def approve(*, plan: str, pack: PackInForce, by: Actor, now: datetime) -> ImplementationPlan:
    """A bureau leader who did not draft it; items, rules and panels freeze."""
    row = rows.implementation_plan(by, plan)
    demand_all(
        [
            policies.may(by, Verb.APPROVE_IMPLEMENTATION, row.unit.path),
            policies.not_one_of(by, (row.prepared_by_id, row.submitted_by_id), "拟稿人或送审人"),
            journaling.same_pack(row, pack),
        ]
    )
    moves.expect(row, "approve")
    demand_all(implementing.complete(implementation_facts.gather(row), pack.rules).denials)
    PlannedItem.objects.filter(plan=row).update(standing=Standing.CLOSED.value)
    PlannedPanel.objects.filter(plan=row).update(standing=Standing.CLOSED.value)
    row.approved_by_id, row.approved_at = rows.person_id(by), now
    moves.move(row, "approve", "approved_by", "approved_at")
    moves.record("approved", row, by, now)
    return row


@transaction.atomic
def publish(*, plan: str, by: Actor, now: datetime) -> ImplementationPlan:
    """The plan becomes public; what 保密要求 closes stays closed."""
    row = rows.implementation_plan(by, plan)
    demand(policies.may(by, Verb.PUBLISH, row.unit.path))
    row.published_at = now
    moves.move(row, "publish", "published_at")
    moves.record("published", row, by, now)
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
                implementing.DUTY,
                "请由负责人或联系人本人签收",
            )
        )
    moves.expect(row, "acknowledge")
    if row.acknowledged_at is not None:
        told = f"本方案已于{localdate(row.acknowledged_at)}签收"
        demand(denied("implementation.acknowledged", told, implementing.DUTY, "不必重复签收"))
    row.acknowledged_at = now
    moves.move(row, "acknowledge", "acknowledged_at")
    moves.record("acknowledged", row, by, now)
    return row


@transaction.atomic
def start(*, plan: str, pack: PackInForce, by: Actor, now: datetime) -> Findings:
    """FL-19 会同有关单位启动: refused while a partner has not answered, or a required field is empty."""
    row = rows.implementation_plan(by, plan)
    demand_all([policies.may(by, Verb.START, row.unit.path), journaling.same_pack(row, pack)])
    moves.expect(row, "start")
    found = implementing.ready(implementation_facts.gather(row), pack.rules)
    demand_all(found.denials)
    row.started_at = now
    moves.move(row, "start", "started_at")
    moves.record("started", row, by, now)
    return found


@transaction.atomic
def complete(*, plan: str, by: Actor, now: datetime) -> ImplementationPlan:
    """PD-27 本次抽查任务完成: the event that starts the clock of publication."""
    row = rows.implementation_plan(by, plan)
    demand(policies.may(by, Verb.START, row.unit.path))
    row.completed_at = now
    moves.move(row, "complete", "completed_at")
    moves.record("completed", row, by, now)
    return row


@transaction.atomic
def withdraw(*, plan: str, reason: str, by: Actor, now: datetime) -> ImplementationPlan:
    """Not carried out, and why; once started it can no longer be withdrawn."""
    row = rows.implementation_plan(by, plan)
    verb = Verb.DRAFT_IMPLEMENTATION
    return moves.turn_back(row, "withdraw", "withdrawn", verb=verb, reason=reason, by=by, now=now)
