"""Writes of demand: proposing, taking into a plan, returning."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.planning import demanding, policies
from mingqian.planning.enums import DemandState
from mingqian.planning.models import Demand, PlanLine
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import rows
from mingqian.planning.services import journaling
from mingqian.planning.types import PackInForce, Place
from mingqian.registry import selectors as registries
from mingqian.registry.enums import Method

MOST_ROUNDS, MOST_PEOPLE = 99, 9999


@transaction.atomic
def propose(
    *,
    unit: str,
    item: str,
    rounds: int,
    methods: Sequence[str] = (),
    inspectors_needed: int = 0,
    reason: str = "",
    ad_hoc: bool = False,
    pack: PackInForce,
    by: Actor,
    now: datetime,
) -> Demand:
    """FL-16/17: in the window without a word, after it only with a reason."""
    where = rows.unit(by, unit, lock=True)
    on = localdate(now)
    facts = registries.items.facts(by, item, on)
    placed = demanding.place(on, pack.rules, reason=reason, ad_hoc=ad_hoc)
    if isinstance(placed, Decision):
        raise Refused(placed)
    obstacles = registries.items.obstacles(facts, on, national_layer=pack.national)
    demand_all(
        [
            policies.may(by, Verb.PROPOSE_DEMAND, where.path),
            policies.owns(where.path, where.name, facts.unit_path, facts.name),
            policies.right_level(where.level, facts.level, facts.name),
            _possible(rounds, inspectors_needed),
            _known(methods),
            *obstacles,
        ]
    )
    row = Demand.objects.create(
        code=_next_code(where, placed.serves_year),
        unit_id=where.pk,
        item_id=rows.item(by, item),
        serves_year=placed.serves_year,
        serves_clause=placed.serves_clause,
        kind=placed.kind.value,
        rounds=rounds,
        methods=list(methods),
        inspectors_needed=inspectors_needed,
        reason=reason,
        window_until=placed.until,
        window_clause=placed.window_clause,
        state=DemandState.SUBMITTED.value,
        proposed_by_id=rows.person_id(by),
        proposed_at=now,
    )
    body = {
        "unit": unit,
        "item": item,
        "rounds": rounds,
        "year": placed.serves_year,
        "kind": placed.kind.value,
    }
    journaling.record("demand.proposed", by=by, now=now, thing=f"demand:{row.code}", body=body)
    return row


@transaction.atomic
def take_up(*, demand: str, line: PlanLine, by: Actor, now: datetime) -> Demand:
    """The demand stands in a plan: the line that serves it is named."""
    row = _open(by, demand)
    if line.item_id != row.item_id or line.plan.year != row.serves_year:
        told = f"计划行不是{row.serves_year}年的同一事项，不能列入需求{row.code}"
        raise Refused(denied("demand.other_line", told, "", "请选择同一年度、同一事项的计划行"))
    row.state, row.line = DemandState.PLANNED.value, line
    row.save(update_fields=["state", "line"])
    body = {"plan": line.plan_id, "line": line.number}
    journaling.record("demand.taken_up", by=by, now=now, thing=f"demand:{row.code}", body=body)
    return row


@transaction.atomic
def return_(*, demand: str, reason: str, by: Actor, now: datetime) -> Demand:
    """Not this year, and why."""
    row = _open(by, demand)
    if not reason.strip():
        raise Refused(denied("demand.return_reason", "退回需求须写明原因", "", "请填写原因"))
    row.state, row.returned_reason = DemandState.RETURNED.value, reason
    row.save(update_fields=["state", "returned_reason"])
    journaling.record("demand.returned", by=by, now=now, thing=f"demand:{row.code}", body={"reason": reason})
    return row


def _open(by: Actor, code: str) -> Demand:
    row = rows.demand(by, code)
    demand(policies.may(by, Verb.HANDLE_DEMAND, row.unit.path))
    if row.state != DemandState.SUBMITTED:
        state = DemandState(row.state).label
        raise Refused(denied("demand.state", f"需求{code}{state}，不能再处理", "", "请另行提出需求"))
    return row


def _possible(rounds: int, inspectors: int) -> Decision:
    if not 1 <= rounds <= MOST_ROUNDS:
        return denied("demand.rounds", f"抽查次数{rounds}不对", "", f"请填写1至{MOST_ROUNDS}次")
    if not 0 <= inspectors <= MOST_PEOPLE:
        return denied("demand.people", f"需要人数{inspectors}不对", "", f"请填写0至{MOST_PEOPLE}人")
    return allowed()


def _known(methods: Sequence[str]) -> Decision:
    unknown = [one for one in methods if one not in list(Method)]
    if not unknown:
        return allowed()
    return denied("demand.method", f"检查方式“{unknown[0][:20]}”不认识", "", "请从列出的方式中选择")


def _next_code(unit: Place, year: int) -> str:
    """XQ-2027-LDGX-001: numbered within unit and year, while the unit's row is locked."""
    asked = Demand.objects.filter(unit_id=unit.pk, serves_year=year).count()
    return f"XQ-{year}-{unit.code}-{asked + 1:03d}"
