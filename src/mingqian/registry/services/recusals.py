"""Writes of recusal ties: an inspector and a subject that must not meet."""

from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.registry import policies
from mingqian.registry.enums import TieKind
from mingqian.registry.models import RecusalTie
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import inspectors, subjects
from mingqian.registry.services import places

RECUSAL = "行政处罚法第四十三条：执法人员与案件有直接利害关系或者有其他关系可能影响公正执法的，应当回避"


@transaction.atomic
def declare(
    *,
    inspector: str,
    subject: str,
    kind: TieKind,
    evidence: str,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    now: datetime,
) -> RecusalTie:
    """Declare a tie with its evidence; from that day no draw pairs the two."""
    person, firm = inspectors.get(by, inspector), subjects.get(by, subject)
    demand(policies.may(by, Verb.KEEP_TIES, person.unit.path))
    if not evidence.strip():
        raise Refused(denied("recusal.no_evidence", "回避关系须写明证明材料", RECUSAL, "填写证明材料"))
    if RecusalTie.objects.filter(inspector=person, subject=firm, kind=kind, from_on=from_on).exists():
        raise Refused(denied("recusal.taken", f"{person.name}与{firm.name}的回避关系已登记", RECUSAL))
    tie = RecusalTie.objects.create(
        inspector=person,
        subject=firm,
        kind=kind.value,
        evidence=places.clean("证明材料", evidence, 300),
        from_on=from_on,
        until_on=until_on,
        entered_by=by.code,
    )
    body = {
        "inspector": inspector,
        "subject": subject,
        "kind": kind.value,
        "evidence": tie.evidence,
        "from": from_on.isoformat(),
        "until": until_on.isoformat() if until_on else None,
    }
    audit.record("recusal.declared", by=by, now=now, thing=f"inspector:{inspector}", body=body)
    return tie


@transaction.atomic
def lift(*, tie_id: int, until_on: date, reason: str, by: Actor, now: datetime) -> RecusalTie:
    """End a tie on a day, itself the last one; the row stays."""
    tie = RecusalTie.objects.select_related("inspector__unit", "subject").filter(pk=tie_id).first()
    if tie is None or not by.covers(tie.inspector.unit.path):
        raise Refused(denied("recusal.unknown", f"没有编号为 {tie_id} 的回避关系，或不在您的数据范围内"))
    demand(policies.may(by, Verb.KEEP_TIES, tie.inspector.unit.path))
    demand(places.ends("回避关系", tie.from_on, tie.until_on, until_on))
    tie.until_on = until_on
    tie.save(update_fields=["until_on"])
    body = {
        "inspector": tie.inspector.code,
        "subject": tie.subject.code,
        "until": until_on.isoformat(),
        "reason": places.clean("理由", reason, 200),
    }
    audit.record("recusal.lifted", by=by, now=now, thing=f"inspector:{tie.inspector.code}", body=body)
    return tie
