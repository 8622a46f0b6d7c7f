"""受理、不予受理: within five working days, with words for whoever told it and a summary for the team."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import lead as lead_machine
from mingqian.leads import periods, policies
from mingqian.leads.models import Lead
from mingqian.leads.policies import ACCEPT, Verb
from mingqian.leads.selectors import leads
from mingqian.leads.services import naming, steps
from mingqian.registry import selectors as registries

_FIELDS = ("decision", "decided_by", "decided_on")


@transaction.atomic
def accept(*, lead: str, summary: str, subject: str = "", reason: str = "", by: Actor, now: datetime) -> Lead:
    """受理: whom it concerns is known from here on, and what the team will be told of it."""
    row = leads.locked(by, lead)
    demand_all(
        [
            policies.may(by, Verb.DECIDE, row.unit.path),
            machine.may(lead_machine.MACHINE, row.state, "accept"),
            steps.said(
                summary, "受理须写明交办摘要：检查组只看到摘要", ACCEPT, "请写明要核查什么，不写举报人"
            ),
            _known(subject, row),
        ]
    )
    if subject:
        naming.put(row, registries.reading.get(by, subject))
    row.summary = summary.strip()
    _decided(row, reason or "受理", by, now)
    steps.moved(row, "accept", ["summary", *naming.FIELDS, *_FIELDS], words=row.decision, by=by, now=now)
    steps.met(row, periods.DECIDE, now)
    steps.started(row, periods.FEEDBACK, now)
    return row


def _known(subject: str, row: Lead) -> Decision:
    if subject or row.subject_id or row.outside_name:
        return allowed()
    why = f"线索{row.code}反映的“{row.about}”是哪一家，还没有确认"
    return denied("leads.no_subject", why, ACCEPT, "请先在线索页“确认对象”：从名录库里找，没有的写明已知情况")


@transaction.atomic
def reject(*, lead: str, reason: str, by: Actor, now: datetime) -> Lead:
    """不予受理, in writing."""
    row = leads.locked(by, lead)
    demand_all(
        [
            policies.may(by, Verb.DECIDE, row.unit.path),
            machine.may(lead_machine.MACHINE, row.state, "reject"),
            steps.said(reason, "不予受理须写明理由并书面告知", ACCEPT, "请写明理由，以及可以向哪里提出"),
        ]
    )
    _decided(row, reason, by, now)
    steps.moved(row, "reject", _FIELDS, words=row.decision, by=by, now=now)
    steps.met(row, periods.DECIDE, now)
    return row


def _decided(row: Lead, reason: str, by: Actor, now: datetime) -> None:
    row.decision, row.decided_by_id, row.decided_on = reason.strip(), policies.person(by), localdate(now)
