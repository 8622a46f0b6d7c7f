"""The justice bureau's confirmation of the list of enforcement staff, bound to the very list (SZ-11)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.policy.layers import Effective
from mingqian.publicity import matrix, policies
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Confirmation, Notice
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import notices
from mingqian.publicity.services import reviewing


@transaction.atomic
def confirm(
    *,
    code: str,
    digest: str,
    document_no: str,
    confirmed_on: date,
    policy: Effective | None,
    by: Actor,
    now: datetime,
) -> Confirmation:
    """After the redaction review, so that nothing changes between the confirmation and the release."""
    row = notices.locked(by, code)
    cell = matrix.cell(NoticeKind(row.kind), policy)
    demand_all(
        [
            _asked_for(row, cell),
            policies.may(by, Verb.CONFIRM, row.unit.path, roles=sorted(cell.confirmers)),
            _reviewed(row),
            reviewing.unchanged(row, digest),
            _numbered(document_no, confirmed_on, now),
            _once(row),
        ]
    )
    found = Confirmation.objects.create(
        notice=row,
        digest=row.digest,
        document_no=document_no.strip(),
        confirmed_on=confirmed_on,
        by_id=policies.person(by),
        recorded_at=now,
    )
    body = {"document_no": found.document_no, "digest": row.digest, "on": confirmed_on.isoformat()}
    audit.record("notice.confirmed", by=by, now=now, thing=f"notice:{code}", body=body)
    return found


def _asked_for(row: Notice, cell: matrix.Cell) -> Decision:
    if cell.confirmers:
        return allowed()
    told = f"{NoticeKind(row.kind).label}不需要外单位确认"
    return denied("publicity.no_confirmation_needed", told, cell.clause, "经审核后即可发布")


def _reviewed(row: Notice) -> Decision:
    if row.state == NoticeState.REVIEWED:
        return allowed()
    told = f"公示 {row.code} 目前为“{NoticeState(row.state).label}”，不能确认"
    return denied(
        "publicity.confirm_after_review", told, policies.CONFIRMED, "请在内容审核之后、发布之前确认"
    )


def _numbered(document_no: str, confirmed_on: date, now: datetime) -> Decision:
    if document_no.strip() and confirmed_on <= localdate(now):
        return allowed()
    return denied(
        "publicity.confirmation_incomplete",
        "确认须有文号，日期不得晚于今天",
        policies.CONFIRMED,
        "请填写确认文号和日期",
    )


def _once(row: Notice) -> Decision:
    if not Confirmation.objects.filter(notice=row).exists():
        return allowed()
    return denied(
        "publicity.confirmed_already",
        "这一份清单已经登记过确认",
        policies.CONFIRMED,
        "清单有改动的，请作废后另行起草",
    )
