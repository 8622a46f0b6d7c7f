"""执法检查报告: figures come from the tasks, people add words; approved by another, sent when every problem is attended to."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.core.machines.batch_report import MACHINE
from mingqian.inspection import policies
from mingqian.inspection.models import Batch, BatchReport, Task
from mingqian.inspection.policies import REPORTED, Verb
from mingqian.inspection.selectors import batches, followups
from mingqian.inspection.selectors import reports as reads
from mingqian.inspection.services import journaling, timing, written


@transaction.atomic
def draft(*, batch: str, by: Actor, now: datetime) -> BatchReport:
    """One per batch; where it is there already, that one."""
    row = batches.locked(by, batch)
    demand(policies.may(by, Verb.WRITE_REPORT, row.unit.path))
    found = BatchReport.objects.filter(batch=row).first()
    if found is not None:
        return found
    made = BatchReport.objects.create(
        batch=row, number=f"{row.code}-BG", written_by_id=policies.person(by), written_at=now
    )
    audit.record("report.written", by=by, now=now, thing=f"report:{batch}", body={"number": made.number})
    return made


@transaction.atomic
def write(
    *, batch: str, situation: str, analysis: str, measures: str, by: Actor, now: datetime
) -> BatchReport:
    """The words around the figures."""
    row = _row(batch, "write", Verb.WRITE_REPORT, by)
    row.situation, row.analysis, row.measures = situation.strip(), analysis.strip(), measures.strip()
    row.written_by_id, row.written_at = policies.person(by), now
    row.save(update_fields=["situation", "analysis", "measures", "written_by", "written_at"])
    texts = {"situation": situation, "analysis": analysis, "measures": measures}
    body = {key: journaling.plain(text) for key, text in texts.items()}
    audit.record("report.written", by=by, now=now, thing=f"report:{batch}", body=body)
    return row


@transaction.atomic
def submit(*, batch: str, by: Actor, now: datetime) -> BatchReport:
    """提交审批, once the checks have ended."""
    row = _row(batch, "submit", Verb.WRITE_REPORT, by)
    demand_all([_ended(row.batch), written.said(row.situation, "检查报告还没有写检查开展情况", REPORTED)])
    return _moved(row, "submit", "report.submitted", {}, by, now)


@transaction.atomic
def decide(*, batch: str, approve: bool, remark: str, by: Actor, now: datetime) -> BatchReport:
    """By a head who did not write it; approval keeps the figures as they are that day."""
    event = "approve" if approve else "return"
    row = _row(batch, event, Verb.APPROVE_REPORT, by)
    demand_all(
        [
            policies.another(by, row.written_by_id, "编写人", f"检查报告{row.number}"),
            allowed() if approve else written.said(remark, "退回须写明理由", REPORTED),
        ]
    )
    row.remark = remark.strip()[:300]
    body: dict[str, object] = {"remark": journaling.plain(remark)}
    fields = ["remark"]
    if approve:
        row.figures = reads.figures(row.batch).as_json()
        row.decided_by_id, row.decided_at = policies.person(by), now
        body["sha256"] = hex_digest(Suite.SHA256, jcs(row.figures))
        fields += ["figures", "decided_by", "decided_at"]
    row.save(update_fields=fields)
    return _moved(row, event, "report.approved" if approve else "report.returned", body, by, now)


@transaction.atomic
def send(*, batch: str, to: str, on: date, by: Actor, now: datetime) -> BatchReport:
    """报送: out of the house, with nothing left that nobody has taken up."""
    row = _row(batch, "send", Verb.WRITE_REPORT, by)
    demand_all(
        [written.said(to, "请写明报送给谁", REPORTED), _day(row, on, localdate(now)), _attended(row.batch)]
    )
    row.sent_to, row.sent_on = to.strip()[:200], on
    row.save(update_fields=["sent_to", "sent_on"])
    timing.report_met(row.batch, on)
    return _moved(row, "send", "report.sent", {"to": row.sent_to, "on": on.isoformat()}, by, now)


def _row(batch: str, event: str, verb: Verb, by: Actor) -> BatchReport:
    row = reads.locked(by, batch)
    demand_all([policies.may(by, verb, row.batch.unit.path), machine.may(MACHINE, row.state, event)])
    return row


def _moved(
    row: BatchReport, event: str, kind: str, body: dict[str, object], by: Actor, now: datetime
) -> BatchReport:
    row.state = machine.move(MACHINE, row.state, event)
    row.save(update_fields=["state"])
    audit.record(kind, by=by, now=now, thing=f"report:{row.batch.code}", body=body)
    return row


def _ended(batch: Batch) -> Decision:
    if batch.ended_on is not None:
        return allowed()
    return denied(
        "inspection.report_early", "本批检查尚未结束，不能提交检查报告", REPORTED, "请先登记检查结束"
    )


def _attended(batch: Batch) -> Decision:
    left = list(followups.without(Task.objects.all(), batch=batch.code).order_by("number"))
    if not left:
        return allowed()
    named = "、".join(f"{task.code} {task.subject_name}" for task in left[:3])
    why = f"还有{len(left)}项问题没有处理措施：{named}"
    remedy = "请责令改正，或选择后续措施，再报送"
    return denied("inspection.unattended", why, "涪陵指引 四(七)：通报、处理并完善相关资料存档备查", remedy)


def _day(row: BatchReport, on: date, today: date) -> Decision:
    since = row.decided_at and localdate(row.decided_at)
    if on <= today and (since is None or on >= since):
        return allowed()
    return denied("inspection.report_day", f"报送日期{on}应在批准之日与今天之间", REPORTED, "请核对日期")
