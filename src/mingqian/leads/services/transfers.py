"""转送其他部门: a numbered letter, its receipt, and what happens when nobody answers."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import lead as lead_machine
from mingqian.leads import periods, policies
from mingqian.leads.enums import ReceiptState
from mingqian.leads.models import Lead, Transfer
from mingqian.leads.policies import OUT, Verb
from mingqian.leads.selectors import leads
from mingqian.leads.services import steps


@transaction.atomic
def send(*, lead: str, to: str, reason: str, by: Actor, now: datetime) -> Transfer:
    """Sent, with a number; from here the receipt is waited for."""
    row = leads.locked(by, lead)
    demand_all(
        [
            policies.may(by, Verb.DECIDE, row.unit.path),
            machine.may(lead_machine.MACHINE, row.state, "send"),
            steps.said(to, "没有写明转送给谁", OUT, "请填写接收部门"),
            steps.said(reason, "没有写明转送的理由", OUT, "请写明为什么不属于本机关职责"),
        ]
    )
    sent = Transfer.objects.create(
        lead=row, number=f"{row.code}-送{row.transfers.count() + 1}", to=to.strip(), reason=reason.strip(),
        sent_on=localdate(now), sent_by_id=policies.person(by),
    )  # fmt: skip
    steps.moved(row, "send", (), words=f"转送{sent.to}（{sent.number}）：{sent.reason}", by=by, now=now)
    steps.met(row, periods.DECIDE, now)
    steps.dropped(row, f"转送{sent.to}", now, periods.FEEDBACK)
    steps.started(row, periods.RECEIPT, now)
    return sent


@transaction.atomic
def receipt(*, lead: str, accepted: bool, words: str, on: date, by: Actor, now: datetime) -> Lead:
    """What the other side said. Taken: the matter is theirs. Not taken: it is ours to decide again."""
    row = leads.locked(by, lead)
    sent = _waiting(row)
    demand_all(
        [
            policies.may(by, Verb.HANDLE, row.unit.path),
            steps.said(words, "没有填写回执的内容", OUT, "请填写回执文号、签收人或退回理由"),
            steps.not_later(on, now, "回执日期"),
            _after(on, sent),
        ]
    )
    sent.receipt = (ReceiptState.ACCEPTED if accepted else ReceiptState.REFUSED).value
    sent.receipt_words, sent.receipt_on = words.strip(), on
    sent.save(update_fields=["receipt", "receipt_words", "receipt_on"])
    event = "hand_over" if accepted else "take_back"
    steps.moved(row, event, (), words=f"{sent.to}：{sent.receipt_words}", by=by, now=now)
    steps.met(row, periods.RECEIPT, now)
    if not accepted:
        steps.started(row, periods.DECIDE, now)
    return row


def _waiting(row: Lead) -> Transfer:
    sent = row.transfers.filter(receipt=ReceiptState.WAITING.value).last()
    if sent is None:
        raise Refused(denied("leads.not_sent", f"线索{row.code}没有等待回执的转送", OUT, "请核对编号"))
    return sent


def _after(on: date, sent: Transfer) -> Decision:
    if on >= sent.sent_on:
        return allowed()
    return denied("leads.early", f"回执日期{on}早于转送的{sent.sent_on}", OUT, "请核对日期")
