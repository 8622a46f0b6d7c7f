"""扣除: stopping a period on a lawful ground, and letting it run again."""

from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import policies
from mingqian.clocks.enums import OPEN, ClockState
from mingqian.clocks.models import Clock, Interruption
from mingqian.clocks.selectors import calendars, due
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied


@transaction.atomic
def pause(*, clock: int, since: date, reason: str, clause: str, by: Actor, now: datetime) -> Clock:
    """The days after ``since`` do not count until the period is resumed."""
    row = _locked(by, clock)
    demand_all(
        [
            policies.may_pause(by, row.unit.path),
            _in_state(row, ClockState.RUNNING, "暂停"),
            _in_days(row),
            _written("事由", reason),
            _written("依据", clause),
            _within(row, since),
        ]
    )
    Interruption.objects.create(
        clock=row, since=since, reason=reason.strip()[:200], clause=clause.strip()[:200],
        entered_by_id=_person(by), entered_at=now,
    )  # fmt: skip
    return _reckoned(row, ClockState.PAUSED, "clock.paused", {"reason": reason, "clause": clause}, by, now)


@transaction.atomic
def resume(*, clock: int, until: date, by: Actor, now: datetime) -> Clock:
    """``until`` is the last day that does not count."""
    row = _locked(by, clock)
    demand_all([policies.may_pause(by, row.unit.path), _in_state(row, ClockState.PAUSED, "恢复")])
    open_one = row.interruptions.get(until__isnull=True)
    if until < open_one.since:
        raise Refused(
            denied(
                "clocks.resumed_before",
                f"恢复日期早于暂停日期{open_one.since}",
                policies.RUN_ON,
                "请核对日期",
            )
        )
    open_one.until = until
    open_one.save(update_fields=["until"])
    return _reckoned(row, ClockState.RUNNING, "clock.resumed", {"until": until.isoformat()}, by, now)


def _reckoned(
    row: Clock, state: ClockState, kind: str, body: dict[str, object], by: Actor, now: datetime
) -> Clock:
    fresh = Clock.objects.prefetch_related("interruptions").get(pk=row.pk)
    counted = due.reckoned(fresh, calendars.in_force(row.unit.division_code))
    row.state, row.due_on, row.provisional = state.value, counted.due, bool(counted.provisional)
    row.save(update_fields=["state", "due_on", "provisional"])
    told = {**body, "clock": row.kind, "due": counted.due.isoformat() if counted.due else None}
    audit.record(kind, by=by, now=now, thing=row.thing, body=told)
    return row


def _locked(by: Actor, pk: int) -> Clock:
    row = due.visible(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Refused(denied("clocks.not_found", f"没有找到期限“{pk}”，或不在您的数据范围内", "", "请核对"))
    return row


def _in_state(row: Clock, state: ClockState, what: str) -> Decision:
    if row.state == state:
        return allowed()
    label = ClockState(row.state).label
    hint = "请核对" if row.state in OPEN else "该期限已结束"
    return denied("clocks.state", f"该期限{label}，不能{what}", policies.RUN_ON, hint)


def _in_days(row: Clock) -> Decision:
    if row.due_at is None:
        return allowed()
    why = "以小时计算的期限连续计算，不能暂停"
    return denied("clocks.hours", why, "民法典 201", "请在期限内办理；因故不能的，写明紧急原因")


def _written(what: str, text: str) -> Decision:
    if text.strip():
        return allowed()
    return denied("clocks.no_ground", f"暂停期限须写明{what}", policies.RUN_ON, f"请填写{what}")


def _within(row: Clock, since: date) -> Decision:
    if row.start_on <= since and (row.due_on is None or since <= row.due_on):
        return allowed()
    why = f"暂停日期{since}不在期限{row.start_on}至{row.due_on}之内"
    return denied("clocks.outside", why, policies.RUN_ON, "请核对日期；已届满的期限不能再扣除")


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise Refused(denied("clocks.nobody", f"{by.name}不是登记在册的人员", "", "请以本人账号办理"))
    return by.person_id
