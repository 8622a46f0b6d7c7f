"""陈述申辩: what the firm says to the preliminary result, and what it is answered by somebody who was not there."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import selectors as clocks
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import inspection
from mingqian.inspection import files as kept
from mingqian.inspection import outcomes, packrules, policies
from mingqian.inspection.models import Attachment, Defence, DefenceAnswer, Task
from mingqian.inspection.policies import YOURS, Verb
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.services import journaling, timing, written
from mingqian.inspection.types import Upload
from mingqian.ui import words


@transaction.atomic
def submit(*, task: str, text: str, files: Sequence[Upload] = (), by: Actor, now: datetime) -> Defence:
    """By the firm on its own page, or entered by an officer from paper; only while the time runs."""
    row = _row(task, by)
    _demand(row, "defend", text, by, now)
    kept.demand_acceptable(tuple(files))
    made = Defence.objects.create(
        task=row, text=text.strip(), on_behalf=not by.represents(row.subject.number),
        by_id=policies.person(by), at=now,
    )  # fmt: skip
    attachments = [
        Attachment(
            defence=made, name=kept.safe_name(one.name), kind=kept.kind_of(one.content),
            size=len(one.content), digest=kept.keep(one),
        )
        for one in files
    ]  # fmt: skip
    Attachment.objects.bulk_create(attachments)
    row.state = machine.move(inspection.MACHINE, row.state, "defend")
    row.save(update_fields=["state"])
    timing.met([row], packrules.DEFENCE, localdate(now))
    body = {
        "text": journaling.plain(text),
        "files": [one.digest for one in attachments],
        "on_behalf": made.on_behalf,
    }
    audit.record("inspection.defended", by=by, now=now, thing=f"task:{row.code}", body=body)
    return made


@transaction.atomic
def waive(*, task: str, evidence: str, by: Actor, now: datetime) -> Defence:
    """放弃陈述申辩, in writing: the rest of the time need not be waited for."""
    row = _row(task, by)
    _demand(row, "waive", evidence, by, now)
    made = Defence.objects.create(
        task=row, text=evidence.strip(), waived=True, on_behalf=not by.represents(row.subject.number),
        by_id=policies.person(by), at=now,
    )  # fmt: skip
    row.state = machine.move(inspection.MACHINE, row.state, "waive")
    row.save(update_fields=["state"])
    timing.met([row], packrules.DEFENCE, localdate(now))
    body = {"evidence": journaling.plain(evidence), "on_behalf": made.on_behalf}
    audit.record("inspection.defence_waived", by=by, now=now, thing=f"task:{row.code}", body=body)
    return made


def _row(task: str, by: Actor) -> Task:
    rows = reads.locked_of_firm(by, [task]) if by.subjects else reads.locked(by, [task])
    return rows[0]


def _demand(row: Task, event: str, text: str, by: Actor, now: datetime) -> None:
    where = f"任务{row.code}（{row.subject_name}）"
    sits = reads.sits(by, row.batch_id)
    firm = by.represents(row.subject.number)
    demand_all(
        [
            allowed()
            if firm
            else policies.team_may(by, Verb.ENTER_DEFENCE, row.unit.path, in_team=row.team in sits),
            machine.may(inspection.MACHINE, row.state, event),
            _in_time(row, localdate(now), where),
            written.said(text, f"{where}：没有填写内容", YOURS),
        ]
    )


def _in_time(row: Task, today: date, where: str) -> Decision:
    last = clocks.due.last_days([timing.thing(row)], kind=packrules.DEFENCE).get(timing.thing(row))
    if last is None or today <= last:
        return allowed()
    why = f"{where}：陈述申辩期已于{words.day(last)}届满"
    return denied("inspection.too_late", why, YOURS, "最终结果公示后仍有异议的，请联系检查机关申请更正")


@transaction.atomic
def answer(
    *, task: str, text: str, outcome: str = "", problems: str = "", by: Actor, now: datetime
) -> DefenceAnswer:
    """复核意见, by somebody who took no part in the check; the result may change by it, the old one stays on record."""
    (row,) = reads.locked(by, [task])
    where = f"任务{row.code}（{row.subject_name}）"
    after = outcome or row.outcome
    demand_all(
        [
            policies.may(by, Verb.ANSWER, row.unit.path),
            policies.not_of_the_team(by, in_team=row.team in reads.sits(by, row.batch_id), where=where),
            policies.another(by, row.recorded_by_id, "结果登记人", where),
            machine.may(inspection.MACHINE, row.state, "answer"),
            outcomes.known(after, where),
            _no_heavier(row.outcome, after, where),
            written.said(text, f"{where}：答复须写明理由", YOURS, "请填写答复"),
        ]
    )
    made = DefenceAnswer.objects.create(
        task=row, text=text.strip(), before=row.outcome, after=after, by_id=policies.person(by), at=now
    )
    row.state = machine.move(inspection.MACHINE, row.state, "answer")
    row.outcome, row.answered_by_id = after, policies.person(by)
    if outcome and (problems.strip() or not outcomes.of(after).problem):
        row.problems = problems.strip()
    row.save(update_fields=["state", "outcome", "problems", "answered_by"])
    body = {"text": journaling.plain(text), "before": made.before, "after": made.after}
    audit.record("inspection.defence_answered", by=by, now=now, thing=f"task:{row.code}", body=body)
    return made


def _no_heavier(before: str, after: str, where: str) -> Decision:
    """行政处罚法 45: whoever defends himself is not worse off for it."""
    if after not in outcomes.table() or outcomes.of(after).weight <= outcomes.of(before).weight:
        return allowed()
    why = f"{where}：不得因陈述申辩把结果由“{outcomes.of(before).name}”加重为“{outcomes.of(after).name}”"
    return denied(
        "inspection.heavier",
        why,
        "行政处罚法 45：不得因当事人申辩而加重",
        "发现新问题的，请退回重查后另行告知",
    )
