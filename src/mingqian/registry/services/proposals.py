"""What one person asks and another decides: a mark on a subject, its end, the end of an abnormal entry."""

from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Refused, demand, denied
from mingqian.core.machines import standing_proposal
from mingqian.registry import policies
from mingqian.registry.enums import MarkCode, ProposalKind
from mingqian.registry.models import StandingProposal, Subject
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import subjects
from mingqian.registry.services import places, standing
from mingqian.registry.services.standing import SELECTIVE, Wanted


@transaction.atomic
def propose_mark(*, code: str, wanted: Wanted, by: Actor, now: datetime) -> StandingProposal:
    """Ask for a mark; nothing changes in the registry until another person agrees."""
    subject = _kept(by, code)
    asked = {
        "mark": wanted.mark.value,
        "from": wanted.from_on.isoformat(),
        "until": wanted.until_on.isoformat() if wanted.until_on else "",
        "item": wanted.item,
        "clause": wanted.clause,
    }
    return _open(subject, ProposalKind.MARK, asked, wanted.reason, wanted.evidence, by, now)


@transaction.atomic
def propose_lift(
    *, code: str, mark_id: int, until_on: date, reason: str, evidence: str, by: Actor, now: datetime
) -> StandingProposal:
    """Ask that a mark end on a day."""
    subject = _kept(by, code)
    mark = subject.marks.filter(pk=mark_id).first()
    if mark is None:
        raise Refused(denied("subject.no_mark", f"{subject.name}没有编号为 {mark_id} 的标记"))
    demand(places.ends("标记", mark.from_on, mark.until_on, until_on))
    asked = {"mark": mark.code, "until": until_on.isoformat()}
    return _open(subject, ProposalKind.LIFT, asked, reason, evidence, by, now, mark_id=mark.pk)


@transaction.atomic
def propose_end(
    *, code: str, entry_id: int, until_on: date, reason: str, evidence: str, by: Actor, now: datetime
) -> StandingProposal:
    """Ask that an abnormal entry end on a day."""
    subject = _kept(by, code)
    entry = subject.abnormal_entries.filter(pk=entry_id, until_on__isnull=True).first()
    if entry is None:
        raise Refused(denied("subject.not_abnormal", f"{subject.name}没有编号为 {entry_id} 的有效异常记录"))
    demand(places.ends("异常记录", entry.from_on, None, until_on))
    asked = {"ground": entry.ground, "until": until_on.isoformat()}
    return _open(subject, ProposalKind.END_ABNORMAL, asked, reason, evidence, by, now, entry_id=entry.pk)


@transaction.atomic
def decide(*, pk: int, passed: bool, opinion: str, by: Actor, now: datetime) -> StandingProposal:
    """Agree, and it is done in the same act; or refuse with the reason."""
    row = _locked(by, pk)
    demand(policies.may(by, Verb.APPROVE_MARK, row.subject.unit.path))
    demand(policies.apart(row.proposed_by, by, "该申请"))
    row.state = machine.move(standing_proposal.MACHINE, row.state, "approve" if passed else "refuse")
    row.decided_by, row.decided_at = by.code, now
    row.opinion = places.clean("意见", opinion, 300, required=not passed)
    row.save()
    if passed:
        _enact(row, by, now)
    else:
        body = {"kind": row.kind, "proposed_by": row.proposed_by, "opinion": row.opinion}
        audit.record(
            "subject.proposal_refused", by=by, now=now, thing=f"subject:{row.subject.code}", body=body
        )
    return row


def _enact(row: StandingProposal, by: Actor, now: datetime) -> None:
    asked = row.asked
    if row.kind == ProposalKind.MARK:
        wanted = Wanted(
            MarkCode(asked["mark"]),
            row.reason,
            row.evidence,
            date.fromisoformat(asked["from"]),
            date.fromisoformat(asked["until"]) if asked["until"] else None,
            asked["item"],
            asked["clause"],
        )
        standing.enact_mark(
            row.subject, wanted, asked_by=row.proposed_by, approved_by=by.code, by=by, now=now
        )
        return
    until = date.fromisoformat(asked["until"])
    if row.mark is not None:
        standing.enact_lift(
            row.mark, until, row.reason, asked_by=row.proposed_by, approved_by=by.code, by=by, now=now
        )
        return
    standing.enact_end(
        row.subject,
        asked["ground"],
        until,
        row.reason,
        asked_by=row.proposed_by,
        approved_by=by.code,
        by=by,
        now=now,
    )


def _open(
    subject: Subject,
    kind: ProposalKind,
    asked: dict[str, str],
    reason: str,
    evidence: str,
    by: Actor,
    now: datetime,
    **target: int,
) -> StandingProposal:
    same = subject.proposals.filter(kind=kind, asked=asked, state=standing_proposal.MACHINE.start, **target)
    if same.exists():
        raise Refused(denied("subject.proposed", f"{subject.name}的同一申请已在等待批准", SELECTIVE))
    row = StandingProposal.objects.create(
        subject=subject,
        kind=kind.value,
        asked=asked,
        reason=places.clean("理由", reason, 300),
        evidence=places.clean("证据", evidence, 300),
        proposed_by=by.code,
        proposed_at=now,
        **target,
    )
    body = {"kind": kind.value, **asked, "reason": row.reason, "evidence": row.evidence}
    audit.record("subject.proposal_made", by=by, now=now, thing=f"subject:{subject.code}", body=body)
    return row


def _kept(by: Actor, code: str) -> Subject:
    subject = subjects.get(by, code)
    demand(policies.may(by, Verb.KEEP_SUBJECTS, subject.unit.path))
    return subject


def _locked(by: Actor, pk: int) -> StandingProposal:
    rows = StandingProposal.objects.select_for_update(of=("self",))
    found = rows.select_related("subject__unit", "mark__subject").filter(pk=pk).first()
    if found is None or not by.covers(found.subject.unit.path):
        raise Refused(denied("subject.no_proposal", f"没有编号为 {pk} 的申请，或不在您的数据范围内"))
    return found
