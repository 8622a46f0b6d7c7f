"""The redaction review before anything goes out: block places, pass, or send back."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import notice as machines
from mingqian.publicity import content as contents
from mingqian.publicity import policies, redaction
from mingqian.publicity.models import Notice
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import notices
from mingqian.publicity.services import drafting
from mingqian.publicity.types import Redaction


@transaction.atomic
def redact(*, code: str, where: str, reason: str, by: Actor, now: datetime) -> Notice:
    """Block one place of a draft; the journal holds where and why, never what stood there."""
    row = notices.locked(by, code)
    demand_all([*_may_review(row, by, "redact"), _reason(reason)])
    shown = list(notices.lines(row))
    try:
        content, lines, made = redaction.by_hand(contents.read(row.head), shown, where, reason.strip())
    except KeyError:
        raise Refused(
            denied("publicity.no_place", f"公示里没有“{where}”这一处", "", "请在预览中选择要遮盖的位置")
        ) from None
    told = [*(Redaction(**one) for one in row.redactions), made]
    drafting.rewrite(row, replace(content, lines=tuple(lines)), told)
    body = {"where": made.where, "why": made.why, "digest": row.digest}
    audit.record("notice.redacted", by=by, now=now, thing=f"notice:{code}", body=body)
    return row


@transaction.atomic
def review(*, code: str, digest: str, note: str = "", by: Actor, now: datetime) -> Notice:
    """Pass exactly the content with this digest: a page that has grown stale passes nothing."""
    row = notices.locked(by, code)
    demand_all([*_may_review(row, by, "review"), unchanged(row, digest)])
    row.reviewer_id, row.reviewed_at, row.review_note = policies.person(by), now, note.strip()
    row.state = machine.move(machines.MACHINE, row.state, "review")
    row.save(update_fields=["reviewer", "reviewed_at", "review_note", "state"])
    body = {"digest": row.digest, "version": row.version}
    audit.record("notice.reviewed", by=by, now=now, thing=f"notice:{code}", body=body)
    return row


@transaction.atomic
def return_(*, code: str, reason: str, by: Actor, now: datetime) -> Notice:
    """Back to the draft: the review is undone and must be made again."""
    row = notices.locked(by, code)
    demand_all(
        [
            policies.may(by, Verb.RELEASE, row.unit.path),
            machine.may(machines.MACHINE, row.state, "return"),
            _reason(reason),
        ]
    )
    row.reviewer, row.reviewed_at, row.return_reason = None, None, reason.strip()
    row.state = machine.move(machines.MACHINE, row.state, "return")
    row.save(update_fields=["reviewer", "reviewed_at", "return_reason", "state"])
    body = {"reason": row.return_reason, "version": row.version}
    audit.record("notice.returned", by=by, now=now, thing=f"notice:{code}", body=body)
    return row


def unchanged(row: Notice, digest: str) -> Decision:
    """What was looked at is what is there now."""
    if digest == row.digest:
        return allowed()
    return denied(
        "publicity.changed_since",
        f"公示 {row.code} 的内容在您打开页面之后有变动",
        policies.REVIEW_FIRST,
        "请重新打开页面，核对现在的内容后再办理",
    )


def _may_review(row: Notice, by: Actor, event: str) -> list[Decision]:
    return [
        policies.may(by, Verb.REVIEW, row.unit.path),
        machine.may(machines.MACHINE, row.state, event),
        policies.another(by, [row.author_id], "审核公示内容"),
    ]


def _reason(reason: str) -> Decision:
    if reason.strip():
        return allowed()
    return denied("publicity.no_reason", "没有写明理由", policies.REVIEW_FIRST, "请写明理由")
