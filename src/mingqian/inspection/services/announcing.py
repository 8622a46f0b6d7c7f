"""行政检查通知书: issued with an approval, served, read, and the firm's wish that somebody step back; who takes the task on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.inspection import announcing, gates, policies
from mingqian.inspection.announcing import NOTICE
from mingqian.inspection.enums import Serving
from mingqian.inspection.models import Acceptance, Approval, RecusalAnswer, TeamSeat, VisitNotice
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import announcing as reads
from mingqian.inspection.selectors import approvals, batches, facts
from mingqian.inspection.services import journaling


@transaction.atomic
def issue(
    *, approvals_: Sequence[int], announced: bool, from_on: date, until_on: date, materials: Sequence[str],
    by: Actor, now: datetime,
) -> list[VisitNotice]:  # fmt: skip
    """One notice per approved walk, with the team as it stands today."""
    rows = approvals.locked(by, approvals_)
    seats = {row.pk: reads.seats(row) for row in rows}
    twice = set(VisitNotice.objects.filter(approval__in=rows).values_list("approval_id", flat=True))
    refusals = [
        decision
        for row in rows
        for decision in (
            _may_serve(by, row, seats[row.pk]),
            *_fallen(row),
            *announcing.may_issue(
                row.number, stands=row.stands, twice=row.pk in twice, from_on=from_on, until_on=until_on
            ),
        )
    ]
    demand_all(refusals)
    kept = [one.strip()[:200] for one in materials if one.strip()]
    made = [_row(row, seats[row.pk], announced, from_on, until_on, kept, by, now) for row in rows]
    body = {"notices": [one.number for one in made][: journaling.NAMED], "announced": announced}
    audit.record("visit_notice.issued", by=by, now=now, thing=f"inspection:{rows[0].batch.code}", body=body)
    return made


def _row(
    row: Approval, seats: Sequence[TeamSeat], announced: bool, from_on: date, until_on: date,
    materials: Sequence[str], by: Actor, now: datetime,
) -> VisitNotice:  # fmt: skip
    return VisitNotice.objects.create(
        approval=row, number=f"{row.number}-通",
        announced=announced, from_on=from_on, until_on=until_on, team=_team(row, seats), items=_items(row),
        materials=list(materials), frequency=row.frequency, by_id=policies.person(by), at=now,
    )  # fmt: skip


def _team(row: Approval, seats: Sequence[TeamSeat]) -> list[list[str]]:
    credential = row.tasks.values_list("credential", flat=True).first() or ""
    found = [_person(seat, credential) for seat in seats]
    others = [[one.name, one.certificate, one.authority, ""] for one in row.batch.joint_members.all()]
    return [*found, *others]


def _person(seat: TeamSeat, credential: str) -> list[str]:
    paper = next((one for one in seat.inspector.credentials.all() if one.inspector_class == credential), None)
    number = paper.certificate_no if paper and paper.certificate_no else seat.inspector.code
    return [seat.inspector.name, number, facts.PAPERS.get(credential, "证件"), "组长" if seat.captain else ""]


def _items(row: Approval) -> list[list[str]]:
    found = []
    for task in row.tasks.select_related("item__item_version").order_by("batch_id", "number"):
        bases = task.item.item_version.bases.select_related("document").order_by("pk")
        found.append([task.item_name, "；".join(f"《{one.document.title}》{one.article}" for one in bases)])
    return found


def _may_serve(by: Actor, approval: Approval, seats: Sequence[TeamSeat]) -> Decision:
    """The team, or a section whose item is on the walk."""
    return allowed() if _sits(by, seats) else policies.any_may(by, Verb.SERVE, reads.paths(approval))


def _fallen(approval: Approval) -> list[Decision]:
    """No firm is told of a check that will not be made; a team that stands at the door already goes on."""
    return batches.all_fallen(task.batch for task in approval.tasks.select_related("batch"))


def _sits(by: Actor, seats: Sequence[TeamSeat]) -> bool:
    return by.person_id is not None and any(seat.inspector.person_id == by.person_id for seat in seats)


@transaction.atomic
def serve(*, notice: str, how: str, on: date, receipt: str, by: Actor, now: datetime) -> VisitNotice:
    """From here the firm sees it. What is not announced is shown at the door, after the scan."""
    row = reads.locked(by, notice)
    demand_all(
        [
            _may_serve(by, row.approval, reads.seats(row.approval)),
            *(_fallen(row.approval) if row.announced else ()),
            *announcing.may_serve(
                row.number, announced=row.announced, arrived=reads.arrived(row.approval), how=how,
                served=row.served_on is not None,
            ),
            _not_ahead(on, row, localdate(now)),
            _proved(how, receipt),
        ]
    )  # fmt: skip
    row.served_how, row.served_on, row.receipt = how, on, receipt.strip()[:200]
    row.save(update_fields=["served_how", "served_on", "receipt"])
    body = {"how": how, "on": on.isoformat(), "receipt": journaling.plain(row.receipt)}
    _journal("served", row, by, now, body)
    return row


def _not_ahead(on: date, row: VisitNotice, today: date) -> Decision:
    if localdate(row.at) <= on <= today:
        return allowed()
    return denied("notice.day", f"送达日期{on}不在签发之日至今天之间", NOTICE, "请填写实际送达的日期")


def _proved(how: str, receipt: str) -> Decision:
    if how == Serving.ELECTRONIC or receipt.strip():
        return allowed()
    return denied(
        "notice.receipt", "没有填写送达凭证", NOTICE, "请填写签收人或送达回证编号；电子送达由系统记录已读"
    )


@transaction.atomic
def read(*, notice: str, by: Actor, now: datetime) -> VisitNotice:
    """已读回执: the firm confirms that it has the notice; once."""
    row = reads.locked_of_firm(by, notice)
    if row.read_at is None:
        row.read_at, row.read_by_id = now, policies.person(by)
        row.save(update_fields=["read_at", "read_by"])
        _journal("read", row, by, now, {})
    return row


@transaction.atomic
def challenge(*, notice: str, words: str, by: Actor, now: datetime) -> VisitNotice:
    """申请回避, by the firm."""
    row = reads.locked_of_firm(by, notice)
    demand_all([_said(words, "申请回避须写明哪位检查人员、什么理由"), _first(row)])
    row.challenge = words.strip()[:500]
    row.save(update_fields=["challenge"])
    _journal("challenged", row, by, now, {"words": journaling.plain(row.challenge)})
    return row


def _first(row: VisitNotice) -> Decision:
    if not row.challenge:
        return allowed()
    return denied(
        "notice.challenged", "已经提出过回避申请", gates.RECUSED, "等待答复；情况有变的请联系检查机关"
    )


@transaction.atomic
def answer_challenge(*, notice: str, words: str, by: Actor, now: datetime) -> VisitNotice:
    """The head answers; whoever has to step back is substituted in the order of the draw, or in the batch."""
    row = reads.locked(by, notice)
    demand_all(
        [
            policies.any_may(by, Verb.CONFIRM, reads.paths(row.approval)),
            _said(words, "答复须写明理由"),
            allowed() if row.challenge else denied("notice.no_challenge", "没有回避申请", gates.RECUSED),
            policies.not_of_the_team(
                by, in_team=_sits(by, reads.seats(row.approval)), where=f"通知书{row.number}"
            ),
        ]
    )
    row.challenge_answer = words.strip()[:500]
    row.save(update_fields=["challenge_answer"])
    _journal("challenge_answered", row, by, now, {"words": journaling.plain(row.challenge_answer)})
    return row


@transaction.atomic
def accept(*, approval: str, recusal: str, by: Actor, now: datetime) -> Acceptance:
    """接受任务 or 申报回避, by somebody of the team; the phone's ``accepted`` comes here too."""
    row = approvals.visible(by).select_for_update(of=("self",)).filter(number=approval).first()
    seat = (
        next((one for one in reads.seats(row) if one.inspector.person_id == by.person_id), None)
        if row
        else None
    )
    if row is None or seat is None or by.person_id is None:
        why = f"您不是审批表“{approval}”检查组的人员"
        raise Refused(denied("notice.not_of_the_team", why, gates.RECUSED, "请核对任务"))
    said = list(Acceptance.objects.filter(approval=row, inspector=seat.inspector))
    if any(one.recusal for one in said) or (said and not recusal.strip()):
        raise Refused(
            denied("notice.accepted", "您已经答复过这项任务", gates.RECUSED, "情况有变的请报告组长")
        )
    made = Acceptance.objects.create(
        approval=row, inspector=seat.inspector, recusal=recusal.strip()[:500], at=now
    )
    kind = "visit_task.recused" if made.recusal else "visit_task.accepted"
    body = {"recusal": journaling.plain(made.recusal)}
    audit.record(kind, by=by, now=now, thing=f"approval:{row.number}", body=body)
    return made


@transaction.atomic
def answer_recusal(
    *, approval: str, inspector: str, granted: bool, words: str, by: Actor, now: datetime
) -> RecusalAnswer:
    """行政处罚法 43: the head decides on a recusal, with a reason; until then, and once granted, nobody goes."""
    rows = Acceptance.objects.select_for_update(of=("self",)).select_related("approval__batch__unit")
    row = rows.filter(
        approval__in=approvals.visible(by).values("pk"), approval__number=approval, inspector__code=inspector
    ).exclude(recusal="").first()  # fmt: skip
    if row is None:
        why = f"审批表“{approval}”没有这位人员的回避申报，或不在您的范围内"
        raise Refused(denied("notice.no_recusal", why, gates.RECUSED, "请从通知书或入企检查页面打开"))
    demand_all(
        [
            policies.any_may(by, Verb.CONFIRM, reads.paths(row.approval)),
            policies.not_of_the_team(
                by, in_team=_sits(by, reads.seats(row.approval)), where=f"审批表{approval}"
            ),
            _said(words, "答复回避申报须写明理由"),
            _unanswered(row),
        ]
    )
    made = RecusalAnswer.objects.create(
        acceptance=row, granted=granted, words=words.strip()[:500], by_id=policies.person(by), at=now
    )
    body = {"inspector": inspector, "granted": granted, "words": journaling.plain(made.words)}
    audit.record("visit_task.recusal_answered", by=by, now=now, thing=f"approval:{approval}", body=body)
    return made


def _unanswered(row: Acceptance) -> Decision:
    if row.granted is None:
        return allowed()
    return denied("notice.recusal_answered", "这项回避申报已经答复过", gates.RECUSED, "请刷新页面")


def _said(text: str, why: str) -> Decision:
    return allowed() if text.strip() else denied("notice.no_words", why, NOTICE, "请填写")


def _journal(what: str, row: VisitNotice, by: Actor, now: datetime, body: Mapping[str, object]) -> None:
    audit.record(f"visit_notice.{what}", by=by, now=now, thing=f"visit_notice:{row.number}", body=body)
