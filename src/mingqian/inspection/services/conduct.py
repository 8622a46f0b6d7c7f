"""反映检查人员: taken from anybody, with or without a name; answered by the discipline office in time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor, visitor
from mingqian.audit import services as audit
from mingqian.clocks.selectors import calendars
from mingqian.core import timelimits
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.letters import spelt
from mingqian.inspection import periods, policies
from mingqian.inspection.enums import ConductKind
from mingqian.inspection.models import Approval, ConductReport, Task
from mingqian.inspection.policies import UNSEEN, Verb
from mingqian.inspection.selectors import conduct as reads
from mingqian.inspection.services import journaling, written
from mingqian.registry.selectors import inspectors

CODE_LETTERS = 10
IN_AN_HOUR = 30
"""So many nameless reports an hour; beyond that somebody is filling the table."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about, as far as the page it was written on knows."""

    task: Task | None = None
    approval: Approval | None = None
    inspector: inspectors.Row | None = None
    shown: str = ""


@transaction.atomic
def report(
    *, kind: str, text: str, about: About, contact: str = "", by: Actor | None, entropy: bytes, now: datetime
) -> ConductReport:
    """``by`` is None for who wants no name: then nothing in the database says who it was."""
    if len(entropy) < CODE_LETTERS:
        raise ValueError("too little entropy for the code of a report")
    demand_all(
        [_known(kind), written.said(text, "请写明情况", UNSEEN), allowed() if by else _not_flooded(now)]
    )
    row = ConductReport.objects.create(
        code=spelt(entropy[:CODE_LETTERS]), kind=kind, task=about.task,
        approval=about.approval, inspector=about.inspector, shown=about.shown[:60], text=text.strip(),
        contact=contact.strip()[:100], by_id=by.person_id if by else None, at=now, due_on=_due(now),
    )  # fmt: skip
    # Neither the words nor the code: the journal has more readers than the discipline office.
    audit.record(
        "conduct.reported", by=by or visitor(), now=now, thing=f"conduct:{row.pk}", body={"kind": kind}
    )
    return row


def _due(now: datetime) -> date:
    """No row among the clocks: their reminders climb to heads and leaders, and who is reported may be one of them."""
    due = timelimits.run(calendars.in_force(), periods.table()[periods.CONDUCT], localdate(now)).due
    assert due is not None, "a period that is never paused ends"
    return due


def _not_flooded(now: datetime) -> Decision:
    recent = ConductReport.objects.filter(by__isnull=True, at__gt=now - timedelta(hours=1)).count()
    if recent < IN_AN_HOUR:
        return allowed()
    why = "一小时内收到的匿名反映过多，暂不接收"
    return denied("inspection.conduct_flood", why, UNSEEN, "请过一小时再提交，或直接拨打监督电话")


@transaction.atomic
def reply(*, report: str, text: str, by: Actor, now: datetime) -> ConductReport:
    """答复: once, in writing, by the discipline office."""
    row = reads.locked(by, report)
    if row.replied_at is not None:
        raise Refused(
            denied("inspection.conduct_replied", "这份反映已经答复", UNSEEN, "有新情况的，请另行登记")
        )
    demand(policies.may(by, Verb.REPLY, by.unit_path))
    demand(written.said(text, "答复须写明调查情况和处理结果", UNSEEN))
    row.reply, row.replied_by_id, row.replied_at = text.strip(), policies.person(by), now
    row.save(update_fields=["reply", "replied_by", "replied_at"])
    body = {"reply": journaling.plain(text), "late": localdate(now) > row.due_on}
    audit.record("conduct.replied", by=by, now=now, thing=f"conduct:{row.pk}", body=body)
    return row


def _known(kind: str) -> Decision:
    if kind in set(ConductKind):
        return allowed()
    return denied("inspection.conduct_kind", f"没有反映类别“{kind}”", UNSEEN, "请从列出的类别中选择")
