"""Take a released notice down: its content disappears, a tombstone with the public reason stays (处罚法 48)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.audit.types import Told
from mingqian.clocks.selectors import calendars
from mingqian.core import machine, timelimits
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import notice as machines
from mingqian.core.timelimits import Period
from mingqian.policy.layers import Effective
from mingqian.policy.rules import clocks
from mingqian.publicity import policies
from mingqian.publicity.enums import NoticeKind, NoticeState, WithdrawGround
from mingqian.publicity.models import Notice, Withdrawal
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import notices
from mingqian.publicity.services import results
from mingqian.registry.enums import Disclosure

LAW = Period(3, timelimits.Unit.WORKING_DAYS, "撤下期限", "决定被推翻", "行政处罚法第四十八条、第八十五条")


@transaction.atomic
def withdraw(
    *,
    code: str,
    ground: WithdrawGround,
    reason: str,
    overturned_on: date | None = None,
    policy: Effective | None,
    by: Actor,
    now: datetime,
) -> Withdrawal:
    """One person suffices: taking down must not wait. Earlier versions are hidden with it."""
    row = notices.released(by, code)
    demand_all(
        [
            policies.may(by, Verb.WITHDRAW, row.unit.path),
            machine.may(machines.MACHINE, row.state, "withdraw"),
            _explained(reason),
            _dated(ground, overturned_on, now),
        ]
    )
    told = Withdrawal(
        notice=row,
        ground=ground.value,
        reason=reason.strip(),
        overturned_on=overturned_on,
        due_on=due(overturned_on, policy, row.unit.division_code),
    )
    return _take_down(row, told, by=by, now=now)


def no_longer_public(told: Told) -> None:
    """XM-01 主动公开: a rule document that is no longer disclosed leaves the portal in the same act.

    Whoever may change the attribute has decided it; nobody is asked a second time to take the page down.
    """
    disclosure = Disclosure(str(told.body["after"]))
    thing = "rule_" + told.thing
    rows = Notice.objects.filter(kind=NoticeKind.RULE_DOCUMENT, thing=thing, state=NoticeState.RELEASED)
    row = rows.select_for_update(of=("self",)).select_related("unit").first()
    if disclosure is Disclosure.PUBLIC or row is None:
        return
    reason = f"公开属性变更为{disclosure.label}：{told.body['reason']}"
    found = Withdrawal(notice=row, ground=WithdrawGround.DISCLOSURE.value, reason=reason)
    _take_down(row, found, by=told.by, now=told.now)


def _take_down(row: Notice, found: Withdrawal, *, by: Actor, now: datetime) -> Withdrawal:
    row.state = machine.move(machines.MACHINE, row.state, "withdraw")
    row.save(update_fields=["state"])
    found.by_id, found.at = policies.person(by), now
    found.save(force_insert=True)
    results.came_back(row, by=by, now=now)
    body = {
        "ground": found.ground,
        "reason": found.reason,
        "digest": row.digest,
        "late": found.due_on is not None and localdate(now) > found.due_on,
    }
    audit.record("notice.withdrawn", by=by, now=now, thing=f"notice:{row.code}", body=body)
    return found


def due(overturned_on: date | None, policy: Effective | None, division: str = "") -> date | None:
    """Three working days from the overturning, or the stricter period of the pack."""
    if overturned_on is None:
        return None
    periods = clocks.periods(policy, "decision.withdraw") if policy is not None else ()
    counted = calendars.in_force(division)
    found = [timelimits.run(counted, one, overturned_on).due for one in (*periods, LAW)]
    return min(day for day in found if day is not None)


def _explained(reason: str) -> Decision:
    if len(reason.strip()) >= 5:
        return allowed()
    return denied(
        "publicity.withdrawal_unexplained",
        "撤下须公开说明理由",
        policies.TAKEN_DOWN,
        "请写明群众看得懂的理由（至少五个字），它会显示在原来的位置",
    )


def _dated(ground: WithdrawGround, overturned_on: date | None, now: datetime) -> Decision:
    if ground.overturned and overturned_on is None:
        told = f"理由为“{ground.label}”的，须填写决定被推翻的日期"
        return denied(
            "publicity.no_overturning_day", told, policies.TAKEN_DOWN, "请填写日期，三个工作日由此起算"
        )
    if overturned_on is not None and overturned_on > localdate(now):
        return denied("publicity.overturned_tomorrow", "决定被推翻的日期晚于今天", "", "请核对日期")
    return allowed()
