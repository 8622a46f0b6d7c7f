"""The one way a lead moves: machine, row, step, journal. The informant never stands in any of them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import services as clocks
from mingqian.clocks.types import Start
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.machines import lead as lead_machine
from mingqian.core.timelimits import Unit
from mingqian.leads import periods
from mingqian.leads.models import Lead, LeadStep


def moved(lead: Lead, event: str, fields: Sequence[str], *, words: str, by: Actor, now: datetime) -> None:
    """Change the state with these columns, and say so in the lead's own story and in the journal."""
    before, lead.state = lead.state, machine.move(lead_machine.MACHINE, lead.state, event)
    lead.save(update_fields=["state", *fields])
    LeadStep.objects.create(lead=lead, event=event, words=words, by_name=by.name, at=now)
    body = {"before": before, "after": lead.state, "words": plain(words)}
    audit.record(f"lead.{JOURNALED[event]}", by=by, now=now, thing=f"lead:{lead.code}", body=body)


JOURNALED = {
    "accept": "accepted",
    "reject": "rejected",
    "send": "sent",
    "take_back": "returned",
    "hand_over": "handed_over",
    "take_up": "taken_up",
    "fall_away": "unchecked",
    "find": "found",
    "answer": "answered",
}


def started(lead: Lead, kind: str, now: datetime) -> None:
    """A period of this lead begins today, or at this moment where it counts in hours."""
    period = periods.table()[kind]
    begun = Start(
        thing=f"lead:{lead.code}", kind=kind, unit=lead.unit_id, title=period.name, about=lead.about,
        period=period, start=localdate(now),
        at=now if period.unit is Unit.HOURS else None, url_name="leads:lead", url_key=lead.code,
    )  # fmt: skip
    clocks.running.start([begun], division=lead.unit.division_code, now=now)


def met(lead: Lead, kind: str, now: datetime) -> None:
    """The duty is done today."""
    clocks.running.meet([f"lead:{lead.code}"], kind=kind, on=localdate(now), at=now)


def dropped(lead: Lead, reason: str, now: datetime, kind: str = "") -> None:
    """The duty fell away."""
    clocks.running.cancel([f"lead:{lead.code}"], kind=kind, on=localdate(now), reason=reason)


def said(text: str, why: str, clause: str, remedy: str = "请填写") -> Decision:
    """Words that must be there."""
    return allowed() if text.strip() else denied("leads.no_words", why, clause, remedy)


def not_later(on: date, now: datetime, what: str) -> Decision:
    """Nothing that was done lies ahead."""
    if on <= localdate(now):
        return allowed()
    return denied("leads.future", f"{what}{on}在今天之后", "", "请填写实际的日期")


def plain(text: str) -> str:
    """Several lines go into the journal on one."""
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())
