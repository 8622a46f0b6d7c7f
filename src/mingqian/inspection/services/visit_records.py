"""一次入企 from the checklist to the result: answers, evidence, 检查笔录 with versions, signature or refusal, finish.

``answer`` and ``bind`` come by the dozen and are not journaled one by one: the entry of what was received tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import services as clocks
from mingqian.core import handwriting, machine
from mingqian.core.decision import Decision, Refused, demand, demand_all
from mingqian.core.machines import visit as course
from mingqian.documents.services import numbers
from mingqian.inspection import gates, outcomes
from mingqian.inspection.enums import EvidenceForm, Mark, SignRole
from mingqian.inspection.models import (
    Task,
    Visit,
    VisitAnswers,
    VisitEvidence,
    VisitRecord,
    VisitSignature,
)
from mingqian.inspection.selectors import spots, tasks
from mingqian.inspection.selectors import visits as reads
from mingqian.inspection.services import checks, journaling, uploading, visits
from mingqian.inspection.types import Check, Evidence, Minutes, Signature

SIGNED = "行政处罚法 55；厦门 三(五)7：笔录交当事人核对签字，拒绝签字的注明情况"
COPIED = "鄂州 (三)3；行政处罚法 46：书证应为原件，复制件注明出处和原因并由对象核对"
_AFTER_RECORD = ("recorded", "signed", "declined", "finished")


@transaction.atomic
def answer(
    *, visit: str, task: str, answers: Sequence[Mapping[str, str]], at: datetime, by: Actor, now: datetime
) -> VisitAnswers:
    """Some points of a checklist; of each point the latest counts."""
    spot = spots.at(by, visit)
    demand_all(spot.standing())
    row = _task(spot, task)
    strange = sorted({one["mark"] for one in answers} - set(Mark))
    if strange:
        marks = "、".join(one.label for one in Mark)
        raise Refused(
            spot.no("marks", f"检查表填了“{'、'.join(strange)}”", gates.SAME_FORM, f"只能填：{marks}")
        )
    demand(_on_the_sheet(spot, row, {one["key"] for one in answers}))
    listed = [dict(one) for one in answers]
    return VisitAnswers.objects.create(
        visit=spot.visit, task=row, answers=listed, by_id=spots.person(by), at=at
    )


def _on_the_sheet(spot: spots.Spot, task: Task, keys: set[str]) -> Decision:
    sheet = tasks.sheets([task]).get((task.batch_id, task.item_id))
    strange = sorted(keys - {point["key"] for point in (sheet.points if sheet else ())})
    if not strange:
        return Decision(True, "allowed", "")
    why = f"任务{task.code}的检查表没有第{'、'.join(strange[:5])}项"
    return spot.no("points", why, gates.SAME_FORM, "请按本事项的检查表填写")


@transaction.atomic
def bind(*, visit: str, evidence: Evidence, at: datetime, by: Actor, now: datetime) -> VisitEvidence:
    """取证: a medium with what it shows, original or copy. Also after the visit: a second phone may come late."""
    spot = spots.at(by, visit)
    demand(spot.may())
    if spot.visit.state == "cancelled":
        demand_all(spot.standing())
    copied = evidence.form == EvidenceForm.COPY
    if copied and not evidence.copy_reason.strip():
        raise Refused(spot.no("copy", "复制件须写明不能取得原件的原因", COPIED, "请填写原因"))
    row = _task(spot, evidence.task) if evidence.task else None
    bound = VisitEvidence.objects.create(
        visit=spot.visit, task=row, media=evidence.media, kind=evidence.kind, stage=evidence.stage,
        caption=evidence.caption.strip(), form=evidence.form, copy_reason=evidence.copy_reason.strip(),
        witness=evidence.witness.strip(), sha256=evidence.sha256, size=evidence.size,
        captured_at=evidence.captured_at, body_sha256=evidence.body_sha256, by_id=spots.person(by), at=at,
    )  # fmt: skip
    uploading.await_medium(bound, now=now)
    return bound


def _task(spot: spots.Spot, code: str) -> Task:
    found = next((task for task in spot.tasks if task.code == code), None)
    if found is None:
        raise Refused(spot.no("task", f"任务“{code}”不在这次检查中", gates.PRIOR, "请核对任务"))
    return found


@transaction.atomic
def record(*, visit: str, minutes: Minutes, at: datetime, by: Actor, now: datetime) -> VisitRecord:
    """检查笔录 定稿, version 1; from here the subject may sign."""
    spot = spots.at(by, visit)
    event = "record" if any(_met(one["outcome"]) for one in minutes.findings) else "note"
    return _written(spot, event, minutes, at, by, now)


@transaction.atomic
def correct(*, visit: str, minutes: Minutes, at: datetime, by: Actor, now: datetime) -> VisitRecord:
    """更正 before the subject has signed: the next version, with the reason."""
    spot = spots.at(by, visit)
    if not minutes.why.strip():
        raise Refused(spot.no("no_words", "更正笔录须写明理由", SIGNED, "请填写更正理由"))
    return _written(spot, "correct", minutes, at, by, now)


def _met(code: str) -> bool:
    return outcomes.known(code, "").ok and outcomes.took_place(code)


def _written(
    spot: spots.Spot, event: str, minutes: Minutes, at: datetime, by: Actor, now: datetime
) -> VisitRecord:
    row = spot.visit
    demand_all([*spot.standing(), machine.may(course.MACHINE, row.state, event), *_findings(spot, minutes)])
    row.state = machine.move(course.MACHINE, row.state, event)
    row.save(update_fields=["state"])
    version = row.records.count() + 1
    made = VisitRecord.objects.create(
        visit=row, version=version, number=minutes.number, narrative=minutes.narrative.strip(),
        statement=minutes.statement.strip(), findings=[dict(one) for one in minutes.findings],
        why=minutes.why.strip()[:500], sha256=minutes.sha256, by_id=spots.person(by), at=at,
    )  # fmt: skip
    numbers.use(number=minutes.number, holder=f"visit:{row.code}", thing=f"visit:{row.code}", now=now)
    body = {"version": version, "number": minutes.number, "sha256": minutes.sha256, "at": at.isoformat()}
    kind = "visit.corrected" if event == "correct" else "visit.recorded"
    audit.record(kind, by=by, now=now, thing=f"visit:{row.code}", body=body)
    return made


def _findings(spot: spots.Spot, minutes: Minutes) -> Iterator[Decision]:
    """Every task of the walk has one of the results there are, and none twice; the rest the gates ask at the end."""
    told = [one["task"] for one in minutes.findings]
    ours = {task.code for task in spot.tasks}
    for code in sorted(set(told) - ours):
        yield spot.no("task", f"任务“{code}”不在这次检查中", gates.PRIOR, "请核对任务")
    yield from (outcomes.known(one["outcome"], f"任务{one['task']}") for one in minutes.findings)
    if len(set(told)) < len(told):
        yield spot.no("twice", "同一任务写了两个结论", gates.SAME_FORM, "请保留一个")
    missing = [task.code for task in spot.waiting() if task.code not in told]
    if missing:
        yield spot.no(
            "unfinished",
            f"还有{len(missing)}项没有结论：{'、'.join(missing[:3])}",
            gates.SAME_FORM,
            "请逐项填写",
        )
    if minutes.number != spot.visit.record_number:
        why = f"笔录编号“{minutes.number}”不是为这次检查预留的“{spot.visit.record_number}”"
        yield spot.no("number", why, "文号连续、不重不漏", "请使用预留的编号")
    if not minutes.narrative.strip() or not minutes.statement.strip():
        yield spot.no("no_words", "检查经过和对象陈述都须填写（没有陈述的填“无”）", gates.HEARD, "请填写")


@transaction.atomic
def sign(*, visit: str, signature: Signature, at: datetime, by: Actor, now: datetime) -> VisitSignature:
    """A signature on the version in force, or a witness's on a copy."""
    spot = spots.at(by, visit)
    row = spot.visit
    last = row.records.order_by("-version").first()
    on_record = last is not None and signature.signed == last.sha256
    on_copy = (
        signature.role == SignRole.WITNESS and row.evidence.filter(body_sha256=signature.signed).exists()
    )
    demand_all([spot.may(), _bound(spot, last, on_record=on_record or on_copy), _legible(spot, signature)])
    if on_record and row.state not in _AFTER_RECORD:
        raise Refused(spot.no("unrecorded", "还没有检查笔录", SIGNED, "请先写好笔录"))
    if on_record and signature.role == SignRole.SUBJECT:
        demand_all([*spot.standing(), machine.may(course.MACHINE, row.state, "sign")])
        row.state, row.closed_at = machine.move(course.MACHINE, row.state, "sign"), at
        row.save(update_fields=["state", "closed_at"])
    made = VisitSignature.objects.create(
        visit=row, role=signature.role, name=signature.name.strip(), strokes=signature.strokes,
        paper=signature.paper, signed=signature.signed, by_id=spots.person(by), at=at,
    )  # fmt: skip
    body = {"role": signature.role, "signed": signature.signed, "paper": signature.paper is not None}
    audit.record("visit.signed", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return made


def _bound(spot: spots.Spot, last: VisitRecord | None, *, on_record: bool) -> Decision:
    if on_record:
        return Decision(True, "allowed", "")
    if last is None:
        return spot.no("unrecorded", "还没有检查笔录，不能签字", SIGNED, "请先写好笔录")
    why = f"签的不是现行的第{last.version}版笔录"
    return spot.no("version", why, SIGNED, "请在现行一版上重新签字")


def _legible(spot: spots.Spot, signature: Signature) -> Decision:
    if not signature.name.strip():
        return spot.no("nameless", "签字没有写明姓名", SIGNED, "请填写签字人姓名")
    if signature.paper is not None and not signature.strokes:
        return Decision(True, "allowed", "")
    return handwriting.sound(handwriting.untimed(signature.strokes))


@transaction.atomic
def decline(
    *, visit: str, reason: str, witness: str, signed: str, at: datetime, by: Actor, now: datetime
) -> Visit:
    """拒签: a path of its own, with the reason and whoever saw it."""
    spot = spots.at(by, visit)
    row = spot.visit
    last = row.records.order_by("-version").first()
    demand_all(
        [
            *spot.standing(),
            machine.may(course.MACHINE, row.state, "decline"),
            _bound(spot, last, on_record=last is not None and last.sha256 == signed),
        ]
    )
    if not reason.strip():
        raise Refused(spot.no("refusal", "拒签须写明情况", SIGNED, "请填写拒签情况"))
    row.state, row.closed_at = machine.move(course.MACHINE, row.state, "decline"), at
    row.refusal, row.refusal_witness = reason.strip()[:500], witness.strip()[:60]
    row.save(update_fields=["state", "closed_at", "refusal", "refusal_witness"])
    body = {"reason": journaling.plain(reason), "witness": witness.strip(), "at": at.isoformat()}
    audit.record("visit.declined", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return row


@transaction.atomic
def finish(*, visit: str, on: date, by: Actor, now: datetime) -> Visit:
    """完成: every gate is asked of every task, then the tasks get their preliminary results."""
    spot = spots.at(by, visit)
    row = spot.visit
    demand_all([*spot.standing(), machine.may(course.MACHINE, row.state, "finish")])
    findings = _checks(spot, on)
    last = row.state
    row.state, row.finished_on = machine.move(course.MACHINE, last, "finish"), on
    row.save(update_fields=["state", "finished_on"])
    checks.of_visit([task for task in spot.waiting() if task.code in findings], findings, by, now)
    if not any(_met(one.outcome) for one in findings.values()):
        reason = "没有入企检查，无码可扫"
        clocks.running.cancel([f"visit:{row.code}"], kind=visits.MAKE_UP, on=on, reason=reason)
    body = {"on": on.isoformat(), "tasks": len(findings), "closed": last}
    audit.record("visit.finished", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return row


def _checks(spot: spots.Spot, on: date) -> dict[str, Check]:
    """The last version of the record, task by task, as the desk would have handed it in."""
    row = spot.visit
    last = row.records.order_by("-version").first()
    if last is None:
        raise Refused(spot.no("unrecorded", "还没有检查笔录", SIGNED, "请先写好笔录"))
    # Where nobody was met there was nobody to show a certificate to: the record names the team that went.
    met = any(_met(one["outcome"]) for one in last.findings)
    shown = [paper[3] for paper in row.papers]
    if not shown and not met:
        shown = [seat.inspector.code for seat in spot.seats]
    marked = reads.answers(row)
    own = {task.code: task for task in spot.tasks}
    return {
        one["task"]: _check(
            row, last, one, marked.get(own[one["task"]].pk, {}), spot.own(own[one["task"]], shown), on
        )
        for one in last.findings
    }


def _check(
    row: Visit, last: VisitRecord, found: Mapping[str, Any], marks: Mapping[str, tuple[str, str]],
    certificates: Sequence[str], on: date,
) -> Check:  # fmt: skip
    return Check(
        on=on,
        outcome=found["outcome"],
        certificates=tuple(certificates),
        answers={key: mark for key, (mark, _) in marks.items() if mark != Mark.OK},
        problems=found["problems"],
        statement=last.statement,
        signed="refused" if row.state == "declined" else "signed",
        refusal=row.refusal,
        guidance=found["guidance"],
    )
