"""An application is taken in with its promised day, moves step by step, ends with an outcome."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks.selectors import calendars
from mingqian.core import masking, workdays
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.guides import policies, rules, selectors
from mingqian.guides.enums import Outcome, Standing
from mingqian.guides.models import Application, Guide
from mingqian.guides.policies import DOWN, PROMISE, Verb


@transaction.atomic
def accept(*, code: str, unit: str, applicant: str, tail: str, by: Actor, now: datetime) -> Application:
    """收件: by the unit the guide names today, with the day that was promised."""
    today = localdate(now)
    row = selectors.guides.one(by, code)
    place = accounts.units(by).filter(code=unit).first()
    if row is None or place is None:
        why = f"没有“{code}”的办事指南，或单位“{unit}”不在您的范围内"
        raise Refused(denied("guide.unknown", why, PROMISE, "请核对职权编码和单位"))
    last = selectors.guides.handed(row, today)
    named = last.unit if last else row.accepted_at
    demand_all(
        [
            policies.may(by, Verb.SERVE, place.path),
            _in_force(row, today),
            _named(row, place.pk, named.pk, named.name, bool(last)),
            _promised(row),
            _filled(applicant, tail),
        ]
    )
    found = Application.objects.create(
        number=audit.numbers.code(f"BJ-{today.year}-", 5, among=Application, column="number"),
        guide=row,
        unit=place,
        applicant=masking.name(applicant),
        tail=tail,
        steps=[one.name for one in selectors.guides.steps(row)],
        accepted_on=today,
        due_on=workdays.add(calendars.in_force(place.division_code), today, row.days),
        accepted_by_id=policies.person(by),
    )
    body = {"guide": code, "unit": unit, "due_on": found.due_on.isoformat()}
    audit.record("application.accepted", by=by, now=now, thing=f"application:{found.number}", body=body)
    return found


@transaction.atomic
def advance(*, number: str, by: Actor, now: datetime) -> Application:
    """The next step of the procedure it was taken in under."""
    row = _running(by, number)
    if row.stage >= len(row.steps):
        why = f"“{row.steps[-1]}”已是最后一步"
        raise Refused(denied("application.last_step", why, PROMISE, "请登记办理结果"))
    row.stage += 1
    row.save(update_fields=["stage"])
    body = {"stage": row.steps[row.stage - 1]}
    audit.record("application.advanced", by=by, now=now, thing=f"application:{number}", body=body)
    return row


@transaction.atomic
def close(*, number: str, outcome: Outcome, by: Actor, now: datetime) -> Application:
    """办结: the promise is kept or it is not, and nobody types which."""
    row = _running(by, number)
    row.outcome, row.closed_on, row.standing = outcome.value, localdate(now), Standing.CLOSED.value
    row.save(update_fields=["outcome", "closed_on", "standing"])
    body = {"outcome": row.outcome, "late": row.closed_on > row.due_on}
    audit.record("application.closed", by=by, now=now, thing=f"application:{number}", body=body)
    return row


def _running(by: Actor, number: str) -> Application:
    found = selectors.applications.visible(by).filter(number=number)
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise Refused(
            denied("application.unknown", f"没有办件“{number}”，或不在您的范围内", PROMISE, "请核对编号")
        )
    closed = allowed()
    if row.standing == Standing.CLOSED:
        why = f"{number} 已于{workdays.written(row.closed_on or row.due_on)}办结"
        closed = denied("application.closed", why, PROMISE, "办结的不再改动")
    demand_all([policies.may(by, Verb.SERVE, row.unit.path), closed])
    return row


def _in_force(row: Guide, today: date) -> Decision:
    gone = row.power.cancelled_on
    if gone is None or rules.in_force(gone, today):
        return allowed()
    why = f"“{row.power.name}”已于{workdays.written(gone)}取消"
    return denied("power.cancelled", why, "鄂州报告 二(三)：清单之外无权力", "不能再受理")


def _named(row: Guide, place: int, named: int, name: str, handed: bool) -> Decision:
    if place == named:
        return allowed()
    how = "已下放，" if handed else ""
    why = f"“{row.power.name}”{how}由{name}受理"
    return denied("application.other_unit", why, DOWN, f"请到{name}办理")


def _promised(row: Guide) -> Decision:
    if row.days and row.steps.all():
        return allowed()
    why = f"“{row.power.name}”的办事指南没有写承诺期限或办理程序"
    return denied("application.no_promise", why, PROMISE, "请先补全办事指南")


def _filled(applicant: str, tail: str) -> Decision:
    if applicant.strip() and len(tail) == 4 and tail.isascii() and tail.isdigit():
        return allowed()
    return denied(
        "application.unnamed", "须填写申请人和手机尾号四位数字", PROMISE, "凭编号和尾号可以查询进度"
    )
