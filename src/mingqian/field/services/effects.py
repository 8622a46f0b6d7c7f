"""What each kind of action does: one call of an inspection service. A refusal there leaves the action held."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from mingqian.core.decision import Decision, Refused, demand, denied
from mingqian.field import bodies
from mingqian.field.enums import BY_ANYBODY, ActionKind
from mingqian.field.services import leases
from mingqian.field.services.leases import Holder
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection import types as told
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.records import selectors as records

RECUSED = "行政处罚法 43；厦门 三(五)6(2)：与检查对象有利害关系的人员应当回避"
Shape = TypeVar("Shape", bound=bodies.Body)


@dataclass(frozen=True, slots=True)
class Deed:
    """An action about to take effect. ``waived``: somebody at the desk decided that the lease does not matter."""

    visit: Visit
    kind: ActionKind
    body: bodies.Body
    sha256: str
    at: datetime
    who: Holder
    now: datetime
    waived: bool = False
    recused: bool = False

    def said(self, shape: type[Shape]) -> Shape:
        """The body, as its kind has it."""
        assert isinstance(self.body, shape)
        return self.body


def carry_out(deed: Deed) -> Decision | None:
    """The effect, or ``Refused``; what took effect and yet waits for somebody's answer says so."""
    if deed.kind not in BY_ANYBODY and not deed.waived:
        leases.demand_held(deed.visit, deed.who)
    if deed.kind is not ActionKind.ACCEPTED:
        _demand_unbiased(deed)
    return _EFFECTS[deed.kind](deed)


def _demand_unbiased(deed: Deed) -> None:
    """Who asked to be excused takes no further part until the desk has decided."""
    if deed.recused:
        why = f"入企检查{deed.visit.code}：{deed.who.by.name}已申请回避"
        raise Refused(denied("field.recused", why, RECUSED, "请处室作出回避决定，需要的办理递补"))


def _accepted(deed: Deed) -> Decision | None:
    recusal, approval = deed.said(bodies.Accepted).recusal.strip(), deed.visit.approval
    if not deed.waived and (recusal or not selectors.announcing.answered(deed.who.by, approval.pk)):
        inspections.announcing.accept(approval=approval.number, recusal=recusal, by=deed.who.by, now=deed.now)
    if not recusal or deed.waived:
        return None
    why = f"{deed.who.by.name}申请回避：{recusal}"
    return denied("field.recusal", why, RECUSED, "由处室决定；决定前不参加本次检查")


def _lease(deed: Deed) -> None:
    step = leases.take if deed.said(bodies.Lease).take else leases.give_back
    step(deed.visit, deed.who, deed.at)


def _scanned(deed: Deed) -> None:
    body = deed.said(bodies.Scanned)
    scan = told.Scan(deed.at, body.how, body.code, body.reason)
    inspections.visits.arrive(visit=deed.visit.code, scan=scan, by=deed.who.by, now=deed.now)


def _shown(deed: Deed) -> None:
    numbers = deed.said(bodies.Shown).certificates
    inspections.visits.show(
        visit=deed.visit.code, certificates=numbers, at=deed.at, by=deed.who.by, now=deed.now
    )


def _told(deed: Deed) -> None:
    body = deed.said(bodies.Told)
    inspections.visits.tell(
        visit=deed.visit.code, rights=body.rights, prompts=body.prompts, at=deed.at, by=deed.who.by, now=deed.now
    )  # fmt: skip


def _answered(deed: Deed) -> None:
    body = deed.said(bodies.Answered)
    answers = [one.model_dump() for one in body.answers]
    inspections.visit_records.answer(
        visit=deed.visit.code, task=body.task, answers=answers, at=deed.at, by=deed.who.by, now=deed.now
    )


def _evidence(deed: Deed) -> None:
    body = deed.said(bodies.Evidence)
    demand(records.listed(body.stage, body.kind))
    evidence = told.Evidence(**body.model_dump(), body_sha256=deed.sha256)
    inspections.visit_records.bind(
        visit=deed.visit.code, evidence=evidence, at=deed.at, by=deed.who.by, now=deed.now
    )


def _recorded(deed: Deed) -> None:
    inspections.visit_records.record(
        visit=deed.visit.code, minutes=_minutes(deed), at=deed.at, by=deed.who.by, now=deed.now
    )


def _corrected(deed: Deed) -> None:
    inspections.visit_records.correct(
        visit=deed.visit.code, minutes=_minutes(deed, deed.said(bodies.Corrected).why), at=deed.at, by=deed.who.by,
        now=deed.now,
    )  # fmt: skip


def _minutes(deed: Deed, why: str = "") -> told.Minutes:
    body = deed.said(bodies.Recorded)
    findings = tuple(one.model_dump() for one in body.findings)
    return told.Minutes(body.number, body.narrative, body.statement, findings, deed.sha256, why)


def _signed(deed: Deed) -> None:
    body = deed.said(bodies.Signed)
    signature = told.Signature(body.role, body.name, body.strokes, body.record, body.paper or None)
    inspections.visit_records.sign(
        visit=deed.visit.code, signature=signature, at=deed.at, by=deed.who.by, now=deed.now
    )


def _declined(deed: Deed) -> None:
    body = deed.said(bodies.Declined)
    inspections.visit_records.decline(
        visit=deed.visit.code, reason=body.reason, witness=body.witness, signed=body.record, at=deed.at,
        by=deed.who.by, now=deed.now,
    )  # fmt: skip


def _finished(deed: Deed) -> None:
    on = deed.said(bodies.Finished).on
    inspections.visit_records.finish(visit=deed.visit.code, on=on, by=deed.who.by, now=deed.now)


def _left(deed: Deed) -> None:
    body = deed.said(bodies.Left)
    inspections.visits.leave(
        visit=deed.visit.code, why=body.why, again=body.again, at=deed.at, by=deed.who.by, now=deed.now
    )


def _dropped(deed: Deed) -> None:
    body = deed.said(bodies.Dropped)
    dropped = told.Dropped(body.media, body.why, body.instead or None)
    inspections.uploading.drop(
        visit=deed.visit.code, dropped=dropped, at=deed.at, by=deed.who.by, now=deed.now
    )


_EFFECTS: Mapping[ActionKind, Callable[[Deed], Decision | None]] = {
    ActionKind.ACCEPTED: _accepted, ActionKind.LEASE: _lease, ActionKind.SCANNED: _scanned,
    ActionKind.SHOWN: _shown, ActionKind.TOLD: _told, ActionKind.ANSWERED: _answered,
    ActionKind.EVIDENCE: _evidence, ActionKind.RECORDED: _recorded, ActionKind.CORRECTED: _corrected,
    ActionKind.SIGNED: _signed, ActionKind.DECLINED: _declined, ActionKind.FINISHED: _finished,
    ActionKind.LEFT: _left, ActionKind.DROPPED: _dropped,
}  # fmt: skip
