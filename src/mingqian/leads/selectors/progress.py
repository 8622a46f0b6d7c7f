"""Progress by number, for whoever left it: how far it is, in words that say nothing about who told it."""

import hmac

from django.utils.timezone import localdate

from mingqian.clocks import selectors as clocks
from mingqian.core.machines import lead as machine
from mingqian.leads import periods, sealing
from mingqian.leads.models import Lead
from mingqian.leads.types import Answer, Progress
from mingqian.ui.words import day

_SAID = {
    "received": "已收到，正在决定是否受理",
    "accepted": "已受理，正在安排核查",
    "checking": "正在核查",
    "checked": "核查已有结果，正在准备反馈",
    "rejected": "不予受理",
    "closed": "已办结并反馈",
}


def _said(lead: Lead) -> str:
    """厦门 三(三): where it was sent and who has taken it is told, so that it can be asked for there."""
    if lead.state in _SAID:
        return _SAID[lead.state]
    sent = lead.transfers.order_by("pk").last()
    to, on = (sent.to, day(sent.sent_on)) if sent else ("有关部门", "")
    if lead.state == "handed_over":
        return f"已由{to}签收，请向该单位了解办理情况"
    return f"不属于本机关职责，{f'已于{on}' if on else '已'}转送{to}，等待签收"


def _answer(lead: Lead) -> Answer | None:
    """The reason of a refusal (书面告知) and the answer at the end were written for whoever told it."""
    if lead.state == "rejected":
        return Answer("理由", lead.decision, lead.decided_on)
    return Answer("反馈", lead.feedback, lead.closed_on) if lead.state == "closed" else None


def matches(lead: Lead, word: str) -> bool:
    """Is this the tail of the telephone, or the query code, that was left?"""
    return hmac.compare_digest(lead.asking, sealing.asking(lead.code, word))


def of(lead: Lead) -> Progress:
    """What is told."""
    kind = periods.DECIDE if lead.state == "received" else periods.FEEDBACK
    return Progress(
        code=lead.code,
        state=machine.MACHINE.states[lead.state],
        received=localdate(lead.received_at),
        unit=lead.unit.name,
        said=_said(lead),
        due=clocks.due.last_days([f"lead:{lead.code}"], kind=kind).get(f"lead:{lead.code}"),
        answer=_answer(lead),
    )
