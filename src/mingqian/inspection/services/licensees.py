"""A new licensee nobody checked in its first cycle: the section says why."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.inspection import policies
from mingqian.inspection.models import UncheckedReason
from mingqian.inspection.policies import COVERED, Verb
from mingqian.inspection.selectors import licensees as reads
from mingqian.inspection.services import journaling
from mingqian.registry import selectors as registries

MOST = 400


@transaction.atomic
def explain(*, subject: str, reason: str, by: Actor, now: datetime) -> list[UncheckedReason]:
    """One reason for every licence of the subject whose cycle ended without a check; it is not rewritten."""
    row = registries.subjects.named(by, [subject]).get(subject)
    if row is None:
        why = f"没有找到监管对象“{subject}”，或不在您的范围内"
        raise Refused(denied("inspection.subject", why, COVERED, "请核对代码"))
    demand_all([policies.may(by, Verb.OPEN, by.unit_path), _said(reason)])
    found = _unexplained(by, subject, localdate(now))
    made = UncheckedReason.objects.bulk_create(
        UncheckedReason(
            subject=row, licence=one.licence, reason=reason.strip(), by_id=policies.person(by), at=now
        )
        for one in found
    )
    body = {"licences": [one.licence for one in found], "reason": journaling.plain(reason)}
    audit.record("licensee.explained", by=by, now=now, thing=f"subject:{subject}", body=body)
    return made


def _unexplained(by: Actor, subject: str, today: date) -> list[reads.Licensee]:
    own = [one for one in reads.of_period(by, today) if one.code == subject]
    found = [one for one in own if one.unexplained]
    if not found:
        why = "已经说明过原因" if any(one.why for one in own) else "没有首个周期已满而未检查的新许可"
        raise Refused(denied("inspection.licensee_not_late", f"“{subject}”{why}", COVERED, "请从清单里选"))
    return found


def _said(reason: str) -> Decision:
    if reason.strip() and len(reason.strip()) <= MOST:
        return allowed()
    why = f"未按期检查须写明原因，不超过{MOST}字"
    return denied("inspection.no_words", why, COVERED, "请填写")
