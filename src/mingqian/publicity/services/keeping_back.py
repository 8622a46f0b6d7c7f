"""Not publishing: a coded reason, somebody else's approval, a day of review, and a public count (SZ-19, PD-27)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import notice as machines
from mingqian.publicity import policies
from mingqian.publicity.enums import Answer, KeepBackGround
from mingqian.publicity.models import KeepBack, Notice
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import notices
from mingqian.publicity.services import timing


@transaction.atomic
def ask(
    *, code: str, ground: KeepBackGround, reason: str, review_on: date, by: Actor, now: datetime
) -> KeepBack:
    """Ask that a drafted notice stay back; until the answer it cannot be released."""
    row = notices.locked(by, code)
    demand_all(
        [
            policies.may(by, Verb.ASK_KEEP_BACK, row.unit.path),
            machine.may(machines.MACHINE, row.state, "keep_back"),
            _explained(reason),
            _later(review_on, now),
            _asked_once(row),
        ]
    )
    found = KeepBack.objects.create(
        notice=row,
        ground=ground.value,
        reason=reason.strip(),
        review_on=review_on,
        requested_by_id=policies.person(by),
        requested_at=now,
    )
    body = {"ground": ground.value, "reason": found.reason, "review_on": review_on.isoformat()}
    audit.record("notice.keep_back_asked", by=by, now=now, thing=f"notice:{code}", body=body)
    return found


@transaction.atomic
def decide(*, request: int, approve: bool, remark: str = "", by: Actor, now: datetime) -> KeepBack:
    """The leader decides; approved, the notice ends as 不公开 and is counted under its reason."""
    found = _waiting(by, request)
    row = notices.locked(by, found.notice.code)
    demand_all(
        [
            policies.may(by, Verb.DECIDE_KEEP_BACK, row.unit.path),
            policies.another(by, [found.requested_by_id, row.author_id], "批准不公开"),
            machine.may(machines.MACHINE, row.state, "keep_back"),
        ]
    )
    found.answer = (Answer.APPROVED if approve else Answer.REFUSED).value
    found.decided_by_id, found.decided_at, found.remark = policies.person(by), now, remark.strip()
    found.save(update_fields=["answer", "decided_by", "decided_at", "remark"])
    if approve:
        row.state = machine.move(machines.MACHINE, row.state, "keep_back")
        row.save(update_fields=["state"])
        timing.fell_away(row, now=now, reason="决定不公开")
    kind = "notice.kept_back" if approve else "notice.keep_back_refused"
    body = {"ground": found.ground, "remark": found.remark, "version": row.version}
    audit.record(kind, by=by, now=now, thing=f"notice:{row.code}", body=body)
    return found


def _waiting(by: Actor, request: int) -> KeepBack:
    found = (
        KeepBack.objects.select_for_update(of=("self",))
        .filter(pk=request, answer=Answer.WAITING, notice__in=notices.visible(by))
        .select_related("notice")
        .first()
    )
    if found is None:
        raise Refused(
            denied("publicity.no_request", "没有找到待批准的不公开申请，或已经办理", "", "请刷新页面")
        )
    return found


def _explained(reason: str) -> Decision:
    if reason.strip():
        return allowed()
    return denied("publicity.no_reason", "没有写明不公开的理由", policies.EXCEPTION, "请写明理由")


def _later(review_on: date, now: datetime) -> Decision:
    if review_on > localdate(now):
        return allowed()
    return denied(
        "publicity.review_not_later",
        "复核日期须晚于今天：不公开不是永远不公开",
        policies.EXCEPTION,
        "请填写以后再看是否可以公开的日期",
    )


def _asked_once(row: Notice) -> Decision:
    if not row.keep_backs.filter(answer=Answer.WAITING).exists():
        return allowed()
    return denied("publicity.asked_already", "已有一份不公开申请待批准", policies.EXCEPTION, "请等待答复")
