"""From acceptance to the answer. The checks are made in inspection, which says here what it takes up and what it found."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import lead as lead_machine
from mingqian.leads import periods, policies
from mingqian.leads.models import Lead
from mingqian.leads.policies import MUST, OUT, Verb
from mingqian.leads.selectors import leads
from mingqian.leads.services import steps
from mingqian.leads.types import Found


@transaction.atomic
def take_up(*, lead: str, batch: str, people: Iterable[int], by: Actor, now: datetime) -> Lead:
    """举报必查: the check has been ordered. Whoever checks may never see who told it."""
    row = leads.locked(by, lead)
    demand_all(
        [
            policies.may(by, Verb.HANDLE, row.unit.path),
            machine.may(lead_machine.MACHINE, row.state, "take_up"),
        ]
    )
    row.barred = sorted({*row.barred, *people})
    steps.moved(row, "take_up", ["barred"], words=f"下达核查任务 {batch}", by=by, now=now)
    return row


@transaction.atomic
def bar(*, lead: str, people: Iterable[int]) -> None:
    """A team changed: the newcomers are kept from the identity too. Journaled by the change of the team."""
    row = Lead.objects.select_for_update().filter(code=lead).first()
    if row is not None:
        row.barred = sorted({*row.barred, *people})
        row.save(update_fields=["barred"])


@transaction.atomic
def find(*, lead: str, found: Found, by: Actor, now: datetime) -> Lead | None:
    """Every check of this lead has a confirmed result. Called by inspection; who may confirm was asked there."""
    row = Lead.objects.select_for_update().select_related("unit").filter(code=lead).first()
    if row is None or row.state != "checking":
        return None
    row.outcome = found.words
    steps.moved(row, "find", ["outcome"], words=found.words, by=by, now=now)
    return row


@transaction.atomic
def fall_away(*, lead: str, words: str, by: Actor, now: datetime) -> Lead | None:
    """The last check of this lead was cancelled and none was made: 举报必查 owes another, its period runs on."""
    row = Lead.objects.select_for_update().select_related("unit").filter(code=lead).first()
    if row is None or row.state != "checking":
        return None
    steps.moved(row, "fall_away", (), words=words, by=by, now=now)
    return row


@transaction.atomic
def answer(*, lead: str, feedback: str, by: Actor, now: datetime) -> Lead:
    """反馈并办结: what was told, to whom it is owed, and how."""
    row = leads.locked(by, lead)
    demand_all(
        [
            policies.may(by, Verb.HANDLE, row.unit.path),
            machine.may(lead_machine.MACHINE, row.state, "answer"),
            steps.said(feedback, "办结须写明反馈的内容和方式", MUST, "匿名的写明“匿名，按编号可查”"),
            _no_crime(row),
        ]
    )
    row.feedback, row.closed_on = feedback.strip(), localdate(now)
    steps.moved(row, "answer", ["feedback", "closed_on"], words=row.feedback, by=by, now=now)
    steps.met(row, periods.FEEDBACK, now)
    return row


def _no_crime(row: Lead) -> Decision:
    if not leads.blocked(row):
        return allowed()
    why = f"线索{row.code}正在办理涉嫌犯罪移送，不能以其他处理代替"
    return denied("leads.crime", why, OUT, "请先完成移送，或由局领导决定不移送")
